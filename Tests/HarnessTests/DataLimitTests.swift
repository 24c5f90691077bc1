import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

/// Real processes under RLIMIT_DATA; ``RefusalTests`` has the decisions alone.
@Suite("A data limit is known by what it refuses", .serialized)
struct DataLimitTests {
    @Test("One big allocation refused under a data limit")
    func refusedBig() async throws {
        let report = try await measure("refuse-big", "400", limits: limits(64, .rlimit))
        expectEnd(report, .overBudget, .allocationRefused)
        guard
            case .allocationRefused(let limit, let bytes?, let reserved?)? =
                report.observation.evidence.figures?.proof
        else {
            Issue.record("there are no figures")
            return
        }
        #expect(limit == 96 << 20)
        // The allocator adds a little, and libraries have some reserved.
        #expect(bytes >= 400 << 20 && bytes < 408 << 20)
        #expect(reserved < 8 << 20)
    }

    @Test("Many small allocations refused under a data limit")
    func refusedSmall() async throws {
        let report = try await measure("refuse-small", "400", limits: limits(64, .rlimit))
        expectEnd(report, .overBudget, .allocationRefused)
    }

    @Test("A refused allocation that the program does without is no proof that it fits")
    func refusedAndSurvived() async throws {
        let script = """
            try: bytearray(200 << 20)
            except MemoryError: pass
            """
        let report = try await measureCommand(
            ["/usr/bin/python3", "-c", script], limits: limits(64, .rlimit))
        expectEnd(report, .unmeasured, .allocationRefused)
        #expect(report.observation.exit.code == 0)
    }

    @Test("One refused in a child that dies of it, under a shell that exits 0 all the same")
    func refusedChild() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(selftest) refuse-small 400; exit 0"], limits: limits(64, .rlimit))
        expectEnd(report, .overBudget, .allocationRefused)
    }

    @Test("Words about memory, and a failure, are no refused allocation")
    func words() async throws {
        let report = try await measureCommand(
            ["/bin/sh", "-c", "echo 'out of memory cards' >&2; exit 1"],
            limits: limits(64, .rlimit))
        expectEnd(report, .failed, .exitCode)
    }

    @Test("Threads and processes that allocate within a data limit are not kept from it")
    func withinDataLimit() async throws {
        let script = """
            import os, threading
            def work():
                for _ in range(20): bytearray(1 << 20)
            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            if os.fork() == 0: work(); os._exit(0)
            os._exit(os.wait()[1])
            """
        let report = try await measureCommand(
            ["/usr/bin/python3", "-c", script], limits: limits(256, .rlimit))
        expectEnd(report, .completed, .exited)
    }

    @Test("A data limit whose refusals can't be seen is refused before anything runs")
    func untracedDataLimit() async throws {
        let error = await #expect(throws: MachineError.self) {
            try await measure("exit", "0", limits: limits(64, .rlimit, traces: false))
        }
        #expect(error?.description.contains("seen only with tracing") == true)
    }
}

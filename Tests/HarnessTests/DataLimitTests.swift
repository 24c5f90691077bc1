import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

/// Real processes under RLIMIT_DATA; ``RefusalTests`` covers the decisions alone.
@Suite("Data limits and their refusals", .serialized)
struct DataLimitTests {
    @Test("One large allocation is refused under a data limit")
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
        // The allocator adds a little, and libraries have reserved some.
        #expect(bytes >= 400 << 20 && bytes < 408 << 20)
        #expect(reserved < 8 << 20)
    }

    @Test("Many small allocations are refused under a data limit")
    func refusedSmall() async throws {
        let report = try await measure("refuse-small", "400", limits: limits(64, .rlimit))
        expectEnd(report, .overBudget, .allocationRefused)
    }

    @Test("A program that survives a refused allocation is not proven to fit")
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

    @Test("A refusal that kills a child counts even if its shell exits with 0")
    func refusedChild() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(selftest) refuse-small 400; exit 0"], limits: limits(64, .rlimit))
        expectEnd(report, .overBudget, .allocationRefused)
    }

    @Test("A message about memory and a failure are not proof of a refused allocation")
    func words() async throws {
        let report = try await measureCommand(
            ["/bin/sh", "-c", "echo 'out of memory cards' >&2; exit 1"],
            limits: limits(64, .rlimit))
        expectEnd(report, .failed, .exitCode)
    }

    @Test("Threads and processes may allocate within a data limit")
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

    @Test("A data limit whose refusals can't be seen is rejected before anything runs")
    func untracedDataLimit() async throws {
        let error = await #expect(throws: MachineError.self) {
            try await measure("exit", "0", limits: limits(64, .rlimit, traces: false))
        }
        #expect(error?.description.contains("visible only with tracing") == true)
    }
}

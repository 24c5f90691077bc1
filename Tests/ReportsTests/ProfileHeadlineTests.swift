import MemoryBudget
import RunStore
import Testing

@testable import HeapProfile
@testable import Reports

@Suite("A profile in one sentence")
struct ProfileHeadlineTests {
    /// Two sites: one that held 3/4 at the end, one that held most of the peak.
    private func heap(threads: [HeapProfile.Thread]? = nil) -> HeapProfile {
        func sum(_ mebibytes: Double) -> HeapProfile.Sum {
            let bytes = mebibytes * 1_048_576
            return HeapProfile.Sum(samples: Int(mebibytes), bytes: bytes, variance: bytes * 1e5)
        }
        func frame(_ name: String, line: Int?, role: FrameRole = .user) -> HeapProfile.Frame {
            HeapProfile.Frame(
                module: 0, address: 16,
                functions: [
                    HeapProfile.Function(
                        name: name, symbol: name, file: line.map { _ in "/src/app.c" }, line: line,
                        role: role)
                ])
        }
        func site(_ frame: Int, peak: Double, end: Double) -> HeapProfile.Site {
            HeapProfile.Site(
                stack: [frame], peak: sum(peak), end: sum(end), total: sum(peak + end),
                totalCount: 9, temporaryCount: 0)
        }
        return HeapProfile(
            processID: 7, sampleIntervalBytes: 1 << 16, firstSampleIntervalBytes: 1 << 16,
            peakBytes: 100 << 20, peakErrorBytes: 0, endBytes: 80 << 20, totalBytes: 200 << 20,
            totalCount: 50, threadCount: 1, lostSampleCount: 0, samplingNanoseconds: 0,
            modules: [HeapProfile.Module(path: "/bin/app")],
            frames: [
                frame("load", line: 42), frame("parse", line: 7),
                frame("__memset_evex_unaligned", line: nil, role: .library),
            ],
            sites: [site(0, peak: 20, end: 60), site(1, peak: 80, end: 20)], threads: threads)
    }

    private func headline(
        of heap: HeapProfile, anonymous: Double = 90,
        _ adjust: (inout Observation) -> Void = { _ in }
    ) -> String {
        let trial = Fixture.command { trial in
            trial.peakAnonBytes = Fixture.mebibytes(anonymous)
            adjust(&trial)
        }
        let record = ProfileRecord(trial: trial, heap: heap)
        return ProfileHeadline(record, sites: NamedSites(heap, at: record.moment)).text
    }

    private func kill(_ trial: inout Observation) {
        trial.outcome = .overBudget
        trial.exit = ExitRecord(signal: 9)
        trial.peakRSSBytes = Fixture.mebibytes(128)
        trial.unitsDone = 4_100_000
        trial.unitsTotal = 11_081_081
    }

    @Test("The headline of a completed command is about the peak")
    func peak() {
        #expect(
            headline(of: heap())
                == "python3: 80 % ± 2 % of 100.0 MiB of live memory at its peak held by parse (app.c:7)"
        )
    }

    @Test("The headline of a killed command is about its end, progress and position")
    func killed() {
        let thread = HeapProfile.Thread(id: 7, name: "app", stack: [2, 0], extent: .whole)
        #expect(
            headline(of: heap(threads: [thread]), kill)
                == "python3: killed at 128.0 MiB after 37 % (4.10M units): 75 % ± 3 % of 80.0 MiB of"
                + " live memory in load (app.c:42); main thread in memset, called by load (app.c:42)"
        )
    }

    @Test("Memory that was already gone is reported as gone")
    func gone() {
        #expect(
            headline(of: heap(threads: []), kill).hasSuffix(
                "; the positions of its threads are unknown: its memory was already gone"))
    }

    @Test("A profile that explains less than half of the memory names no site")
    func unexplained() throws {
        let text = headline(of: heap(), anonymous: 300)
        #expect(text.contains("malloc explains only 33 % of the anonymous and shared memory"))
        #expect(!text.contains("parse"))
        let trial = Fixture.command { $0.peakAnonBytes = Fixture.mebibytes(300) }
        let table = ProfileTable().text(of: ProfileRecord(trial: trial, heap: heap()))
        #expect(!table.contains("parse") && !table.contains("share "))
        let explained = Fixture.command { $0.peakAnonBytes = Fixture.mebibytes(90) }
        let ranked = ProfileTable().text(of: ProfileRecord(trial: explained, heap: heap()))
        #expect(ranked.contains("share"))
    }

    @Test("The table of a killed command is about its end")
    func table() throws {
        let record = ProfileRecord(trial: Fixture.command(kill), heap: heap())
        let rows = ProfileTable().text(of: record).split(separator: "\n")
        let load = try #require(rows.firstIndex { $0.contains("load") && $0.contains("75 %") })
        #expect(rows[load...].contains { $0.contains("parse") && $0.contains("25 %") })
    }

    private func thread(
        _ id: Int, named name: String = "pool", _ functions: (String, FrameRole)...
    ) -> NamedThread {
        let stack = functions.map { name, role in
            NamedFrame(function: name, symbol: name, module: "/bin/app", role: role)
        }
        return NamedThread(id: id, name: name, stack: stack, extent: .whole)
    }

    @Test("For other threads, the most common position in user code is given")
    func others() {
        let main = thread(7, ("pthread_join", .library), ("run", .user))
        let busy = [8, 9].map { thread($0, ("memset", .library), ("load", .user)) }
        let idle = thread(10, ("poll", .library), ("wait", .user))
        #expect(
            ThreadSentence([main] + busy + [idle], of: 7).text
                == "main thread in pthread_join, called by run; 2 of 3 other threads in memset, called by load"
        )
        let pool = [11, 12].map { thread($0, ("futex", .library)) }
        #expect(
            ThreadSentence([main, idle] + pool, of: 7).text.hasSuffix(
                "; 1 of 3 other threads in poll, called by wait"))
        #expect(
            ThreadSentence(busy, of: 7).text
                == "thread 'pool' in memset, called by load; 1 other thread in memset, called by load"
        )
    }

    @Test("A main thread that waits for others is in what it waits in, not in the start of main")
    func start() {
        let main = thread(
            7, ("__sigsuspend", .library), ("_dispatch_sig_thread", .library),
            ("__GI___nptl_deallocate_tsd", .library), ("__libc_start_call_main", .library))
        #expect(ThreadSentence([main], of: 7).text == "main thread in sigsuspend")
    }

    @Test("The thread of membudget's own agent is neither named nor counted")
    func agent() {
        let main = thread(7, ("memset", .library), ("load", .user))
        let agent = thread(8, named: "membudget-agent", ("clock_nanosleep", .library))
        let idle = thread(9, ("futex", .library))
        #expect(
            ThreadSentence([main, agent], of: 7).text == "main thread in memset, called by load")
        #expect(
            ThreadSentence([main, agent, idle], of: 7).text.hasSuffix("; 1 other thread in futex"))
    }

    @Test("A summary without a profile gives the command's position and advice")
    func summary() throws {
        let end = ThreadSentence([thread(7, ("memset", .library), ("load", .user))], of: 7)
        let lines = TrialSummary([Fixture.command(kill)], end: end).text.split(separator: "\n")
        #expect(
            lines.suffix(2) == [
                "  at its end      main thread in memset, called by load",
                "  call sites      'membudget run --profile DIR' shows what held the memory",
            ])
    }
}

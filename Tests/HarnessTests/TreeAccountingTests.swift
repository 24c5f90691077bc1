import Glibc
import Testing

@testable import Harness

@Suite("Accounting of each process in a tree")
struct TreeAccountingTests {
    private func usage(_ user: Int, _ system: Int = 0, faults: Int = 0) -> ProcessUsage {
        ProcessUsage(userNanoseconds: user, systemNanoseconds: system, majorFaults: faults)
    }

    private func transfers(_ read: Int, _ written: Int) -> InputOutput {
        var io = InputOutput()
        (io.readBytes, io.writtenBytes) = (read, written)
        return io
    }

    @Test("A process without children has exactly the kernel's usage, to the very end")
    func alone() {
        #expect(ProcessAccount().own(whole: usage(5, 7, faults: 2)) == usage(5, 7, faults: 2))
    }

    @Test("Waited-for children are subtracted from a process's usage")
    func waitedFor() {
        var account = ProcessAccount()
        account.add(endedChild: ProcessAccount(), whole: usage(30, 3, faults: 1))
        account.add(endedChild: ProcessAccount(), whole: usage(20, 2, faults: 1))
        #expect(account.own(whole: usage(55, 9, faults: 3)) == usage(5, 4, faults: 1))
    }

    @Test("With children never waited for, a process has at least its usage at the exit stop")
    func ignored() throws {
        // This process has known times, which are well above 0.
        var account = ProcessAccount()
        account.add(endedChild: ProcessAccount(), whole: usage(1 << 50, 1 << 50))
        _ = account.readAtExit(of: getpid(), thread: getpid())
        let own = account.own(whole: usage(10, 10))
        var times = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &times)
        let kernel = Int(times.ru_utime.tv_sec) * 1_000_000 + Int(times.ru_utime.tv_usec)
        #expect(own.userNanoseconds > 0 && own.userNanoseconds / 1000 <= kernel + 20_000)
    }

    @Test("Children's transfers are subtracted, unless a parent's only thread knows its own")
    func transfersOfChildren() {
        let waited = ProcessAccount.ownTransfers(
            whole: transfers(100, 60), children: transfers(80, 50), thread: transfers(20, 10))
        #expect(waited == transfers(20, 10))
        let ignored = ProcessAccount.ownTransfers(
            whole: transfers(20, 10), children: transfers(80, 50), thread: transfers(20, 10))
        #expect(ignored == transfers(20, 10))
        let threads = ProcessAccount.ownTransfers(
            whole: transfers(100, 60), children: transfers(80, 50), thread: transfers(1, 0))
        #expect(threads == transfers(20, 10))
    }

    @Test("The sum of a tree excludes transfers that could not be read")
    func sum() {
        var sum = TreeUsage()
        sum.add(usage(1, 2, faults: 3), io: nil)
        #expect(sum.readBytes == nil && sum.writtenBytes == nil)
        sum.add(usage(10, 20, faults: 30), io: transfers(5, 6))
        #expect(sum.userNanoseconds == 11 && sum.systemNanoseconds == 22 && sum.majorFaults == 33)
        #expect(sum.readBytes == 5 && sum.writtenBytes == 6)
    }

    @Test("A thread is the last of its process if all others have exited before it")
    func threads() {
        var threads = ThreadTable()
        threads.add(10, of: 10)
        threads.add(11, of: 10)
        threads.add(12, of: 10)
        #expect(threads.process(of: 12) == 10 && threads.process(of: 13) == nil)
        #expect(threads.hadOthers(10))
        let ends = [10, 12, 11].map { threads.exit($0, of: 10) }
        #expect(ends == [false, false, true])
        let removed = [11, 12, 10, 10].map { threads.remove($0) }
        #expect(removed == [10, 10, 10, nil])
    }

    @Test("A process that never had a second thread ends with its first")
    func oneThread() {
        var threads = ThreadTable()
        threads.add(10, of: 10)
        let isLast = threads.exit(10, of: 10)
        #expect(isLast && !threads.hadOthers(10))
    }

    @Test("A thread that executes a program is the only one, with its process's ID")
    func execution() {
        var threads = ThreadTable()
        for thread: pid_t in [10, 11, 12] { threads.add(thread, of: 10) }
        threads.execute(10, formerly: 11, of: 10)
        #expect(threads.process(of: 11) == nil && threads.process(of: 10) == 10)
        // The end of another thread may be reported late.
        let late = threads.remove(12)
        #expect(late == 10)
        let isLast = threads.exit(10, of: 10)
        #expect(isLast)
    }
}

import Glibc
import Testing

@testable import Harness

@Suite("The sum of a tree with unreadable processes")
struct TreeSumTests {
    private func sum(
        _ processes: [(reading: ProcReading<Int>, resident: Int, own: Int)]
    ) -> TreeSum {
        var sum = TreeSum()
        for process in processes {
            sum.add(
                process.reading, residentBytes: process.resident, ownAnonymousBytes: process.own)
        }
        return sum
    }

    @Test("If all processes can be read, the sum is that of the proportional sizes")
    func read() {
        let sum = sum([(.read(30), 50, 45), (.read(20), 50, 45), (.gone, 7, 7)])
        #expect(sum.lowestBytes == 50 && sum.highestBytes == 50 && sum.refusedCount == 0)
    }

    @Test("Two unreadable processes hold at least their own pages, at most the resident size")
    func refused() {
        let sum = sum([(.read(1), 2, 0), (.refused, 62, 60), (.refused, 62, 60)])
        #expect(sum.lowestBytes == 120 && sum.highestBytes == 125 && sum.refusedCount == 2)
    }

    @Test("A fork is not charged for its parent's memory")
    func forked() {
        let sum = sum([(.refused, 82, 80), (.refused, 81, 0)])
        #expect(sum.lowestBytes == 80 && sum.highestBytes == 163)
    }

    @Test("Sizes of readable processes are not added to other processes' own pages")
    func mixed() {
        let sum = sum([(.read(70), 80, 10), (.refused, 62, 60)])
        #expect(sum.lowestBytes == 70 && sum.highestBytes == 132)
    }

    @Test("A living process refuses access; a dead one is gone")
    func failures() {
        func isRefused(_ number: Int32, _ process: pid_t) -> Bool {
            if case .refused = ProcReading<Int>(failure: number, of: process) { return true }
            return false
        }
        #expect(isRefused(EMFILE, getpid()) && isRefused(EACCES, getpid()))
        // The process is hidden from us, since the kernel knows it.
        #expect(isRefused(ENOENT, getpid()))
        #expect(!isRefused(ENOENT, 900_000_001) && !isRefused(ESRCH, 900_000_001))
    }

    @Test("A process is still read when descriptors are scarce")
    func descriptors() {
        let none = DescriptorAllowance(limit: 20)
        #expect(!none.take())
        let few = DescriptorAllowance(limit: 70)
        let taken = [few.take(), few.take(), few.take()]
        #expect(taken == [true, true, false])
        few.giveBack()
        #expect(few.take())
        let process = WatchedProcess(
            id: getpid(), staysOpen: false, walks: BudgetWalks(counters: .system, budget: nil))
        guard case .read(let bytes) = process.read(at: 0) else {
            Issue.record("not read")
            return
        }
        #expect(!process.isOpen && bytes.resident > 1 << 20 && process.ownAnonymousBytes == 0)
    }
}

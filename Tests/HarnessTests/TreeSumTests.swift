import Glibc
import Testing

@testable import Harness

@Suite("The sum of a tree that partly refuses to be read")
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

    @Test("Where all can be read, the sum is that of the proportional sizes")
    func read() {
        let sum = sum([(.read(30), 50, 45), (.read(20), 50, 45), (.gone, 7, 7)])
        #expect(sum.lowestBytes == 50 && sum.highestBytes == 50 && sum.refusedCount == 0)
    }

    @Test("Two that refuse hold at least what each made itself, and at most what is resident")
    func refused() {
        let sum = sum([(.read(1), 2, 0), (.refused, 62, 60), (.refused, 62, 60)])
        #expect(sum.lowestBytes == 120 && sum.highestBytes == 125 && sum.refusedCount == 2)
    }

    @Test("A fork that made nothing accuses nobody of its parent's memory")
    func forked() {
        let sum = sum([(.refused, 82, 80), (.refused, 81, 0)])
        #expect(sum.lowestBytes == 80 && sum.highestBytes == 163)
    }

    @Test("What can be read of some is not added to what others made")
    func mixed() {
        let sum = sum([(.read(70), 80, 10), (.refused, 62, 60)])
        #expect(sum.lowestBytes == 70 && sum.highestBytes == 132)
    }

    @Test("A process that lives is refused, one that doesn't is gone")
    func failures() {
        func isRefused(_ number: Int32, _ process: pid_t) -> Bool {
            if case .refused = ProcReading<Int>(failure: number, of: process) { return true }
            return false
        }
        #expect(isRefused(EMFILE, getpid()) && isRefused(EACCES, getpid()))
        // Hidden from us, since the kernel knows it.
        #expect(isRefused(ENOENT, getpid()))
        #expect(!isRefused(ENOENT, 900_000_001) && !isRefused(ESRCH, 900_000_001))
    }

    @Test("Without a descriptor to spare a process is still read")
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

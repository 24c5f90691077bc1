import Glibc
import Testing

@testable import Harness

/// IDs that no process has, so signals to them have no effect.
private let (leader, child, guest, other): (pid_t, pid_t, pid_t, pid_t) =
    (900_000_001, 900_000_002, 900_000_003, 900_000_004)

@Suite("The living processes of a tree")
struct ProcessTreeTests {
    @Test("A dead child is a stray unless it was in the tree")
    func bodies() {
        let tree = ProcessTree()
        tree.add(999_999_001, isLeader: true)
        tree.remove(999_999_001)
        tree.noteBody(999_999_001)
        tree.noteBody(999_999_002)
        #expect(tree.bodies == [999_999_001, 999_999_002])
        #expect(tree.strays == [999_999_002])
    }

    @Test("Each start and end of a process is reported to the watcher once")
    func changes() {
        let tree = ProcessTree()
        tree.add(leader, isLeader: true)
        tree.add(child, isLeader: false)
        #expect(tree.takeChanges() == [.began(leader), .began(child)])
        tree.remove(child)
        #expect(tree.takeChanges() == [.ended(child)])
        #expect(tree.takeChanges() == [])
        #expect(tree.count == 2 && tree.ownerCount == 1 && tree.processIDs == [leader])
    }

    @Test("A process that shares another's memory is watched once it executes a program")
    func vfork() {
        let tree = ProcessTree()
        tree.add(leader, isLeader: true)
        tree.add(guest, isLeader: false, memoryOwner: leader)
        #expect(tree.takeChanges() == [.began(leader)])
        tree.execute(guest)
        #expect(tree.takeChanges() == [.began(guest)])
        #expect(tree.ownerCount == 2)
    }

    @Test("A process that shares the memory of one that ends then owns that memory")
    func inheritance() {
        let tree = ProcessTree()
        tree.add(leader, isLeader: true)
        tree.add(child, isLeader: false)
        tree.add(guest, isLeader: false, memoryOwner: child)
        // The guest of a guest shares the same memory.
        tree.add(other, isLeader: false, memoryOwner: guest)
        #expect(tree.takeChanges() == [.began(leader), .began(child)])
        tree.remove(child)
        let heirs = tree.takeChanges()
        #expect(heirs.first == .ended(child) && heirs.count == 2)
        #expect(heirs.last == .began(guest) || heirs.last == .began(other))
        #expect(tree.ownerCount == 2)
        // The last one is watched too when its predecessor ends.
        let (first, last) = heirs.last == .began(guest) ? (guest, other) : (other, guest)
        tree.remove(first)
        #expect(tree.takeChanges() == [.ended(first), .began(last)])
    }

    @Test("A process that shares the memory of one that executes a program then owns that memory")
    func execution() {
        let tree = ProcessTree()
        tree.add(leader, isLeader: true)
        tree.add(guest, isLeader: false, memoryOwner: leader)
        tree.execute(leader)
        #expect(tree.takeChanges() == [.began(leader), .began(guest)])
    }

    @Test(
        "Only a budget exceeded after the deadline's signal replaces the deadline"
    )
    func reasons() {
        let over = StopReason.overBudget(bytes: 2, atNanoseconds: 1)
        func reason(_ end: StopReason, asked: Bool = true, ended: Bool = false) -> StopReason? {
            let tree = ProcessTree()
            if asked { tree.askToEnd(.deadline, signal: 0) }
            if ended { tree.end(.deadline) }
            tree.end(end)
            #expect(tree.watchedState.isEnded)
            return tree.stopReason
        }
        #expect(reason(over) == over)
        #expect(reason(.kernelKill) == .kernelKill)
        #expect(reason(.leaderEnded) == .deadline)
        #expect(reason(.interrupted) == .deadline)
        #expect(reason(over, ended: true) == .deadline)
        #expect(reason(.leaderEnded, asked: false) == .leaderEnded)
    }

    @Test("A tree that was asked to end has not ended")
    func asked() {
        let tree = ProcessTree()
        #expect(!tree.watchedState.isAsked)
        tree.askToEnd(.deadline, signal: 0)
        #expect(tree.watchedState.isAsked && !tree.watchedState.isEnded)
    }

    @Test("A signal that its sender also sent to the leader is not forwarded")
    func delivered() {
        let tree = ProcessTree()
        tree.noteDelivery(SIGTERM, from: 7)
        #expect(!tree.forward(SIGTERM, from: 7))
        #expect(tree.forward(SIGTERM, from: 8))
        #expect(tree.forward(SIGINT, from: 7))
    }

    @Test("Each stray is counted once")
    func strays() {
        let tree = ProcessTree()
        for process in [child, other, child] { tree.noteStray(process) }
        #expect(tree.strays == [child, other])
    }
}

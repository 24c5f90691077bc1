import Files
import Glibc
import MemoryBudget
import Processes
import Synchronization

/// Our own cgroup of version 2, whose processes are kept in a leaf while it has groups with limits.
///
/// The leaf's name identifies its creator, and every harness that works here holds a shared lock on
/// it. The last one to leave moves the processes back. A killed harness leaves the leaf without a
/// lock, and the next one removes it.
final class TakenCgroup: Sendable {
    /// The folder of the group whose processes were moved.
    let path: String
    private let leaf: String
    private let files: any CgroupFiles
    private let hold: Mutex<CgroupHold?>

    private init(path: String, leaf: String, files: any CgroupFiles, hold: CgroupHold) {
        self.path = path
        self.leaf = leaf
        self.files = files
        self.hold = Mutex(hold)
    }

    /// Moves every process of our own group to a leaf, or joins a harness that has done so.
    ///
    /// - Returns: `nil` if nothing must be moved: groups can already be created.
    /// - Throws: The reason why it failed; everything is then unchanged.
    static func take(
        _ location: CgroupLocation, owner: HarnessIdentity, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> TakenCgroup? {
        if let parent = CgroupLeaf.parent(of: location.ownPath) {
            guard let hold = files.hold(location.ownPath, mode: .shared) else {
                throw EnforcementUnavailable(
                    reason: "another membudget is restoring \(parent); try again")
            }
            return TakenCgroup(path: parent, leaf: location.ownPath, files: files, hold: hold)
        }
        let group = CgroupReader(path: location.ownPath, files: files)
        switch location.version.obstacle(to: owner.process, in: group) {
        case nil: return nil
        case .shared: break
        case let obstacle?: throw refusal(of: location.ownPath, because: obstacle)
        }
        return try fillLeaf(of: location.ownPath, owner: owner, files: files)
    }

    private static func fillLeaf(
        of path: String, owner: HarnessIdentity, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> TakenCgroup {
        let leaf = "\(path)/\(CgroupLeaf.name(of: owner))"
        if let error = files.makeDirectory(leaf) {
            throw EnforcementUnavailable(reason: "can't create \(leaf): \(systemMessage(error))")
        }
        guard let hold = files.hold(leaf, mode: .shared) else {
            _ = files.removeDirectory(leaf)
            throw EnforcementUnavailable(reason: "can't lock \(leaf)")
        }
        let taken = TakenCgroup(path: path, leaf: leaf, files: files, hold: hold)
        do throws(EnforcementUnavailable) {
            try CgroupLeaf(path: leaf, files: files).fill(from: path)
        } catch {
            taken.giveBack()
            throw error
        }
        return taken
    }

    /// Moves the processes back, unless another harness still works here. Only the first call has
    /// an effect.
    func giveBack() {
        let wasHeld = hold.withLock { hold in
            defer { hold = nil }
            return hold != nil
        }
        guard wasHeld, let alone = files.hold(leaf, mode: .exclusive) else { return }
        // If this fails, the leaf stays for the next harness, or for `clean`.
        _ = withExtendedLifetime(alone) { CgroupLeaf(path: leaf, files: files).empty(into: path) }
    }

    private static func refusal(
        of path: String, because obstacle: CgroupStanding.Obstacle
    ) -> EnforcementUnavailable {
        let reason =
            switch obstacle {
            case .foreign: "\(path) has processes of another PID namespace, which can't be moved"
            case .withoutController: "\(path) has no memory controller"
            case .absent: "no memory controller is mounted"
            case .readOnly, .shared: "\(path) can't be written"
            }
        return EnforcementUnavailable(reason: reason)
    }
}

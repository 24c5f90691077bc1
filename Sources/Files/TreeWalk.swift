internal import Glibc

/// A walk through a tree by means of open folders.
///
/// No link is followed, and no path is resolved after the first folder is open, so nobody who can
/// write in the tree can lead the walk out of it. The tree may be of any depth: only the last
/// folders stay open, and the way back is through `..`, which must lead to the folder that the walk
/// came from.
struct TreeWalk<Visitor: TreeVisitor> {
    private var levels: [TreeLevel] = []
    private var visitor: Visitor

    /// The maximum depth, above that of any real tree.
    private let depthMaximum = 1_000_000
    /// The number of folders that stay open.
    private let openMaximum = 32
    /// The maximum number of times a folder is listed. Some file systems skip entries while others
    /// are removed, and a process that keeps adding entries must not make the walk endless.
    private let passMaximum = 5
    /// The number of names read before they are visited. Reading is much faster than creating
    /// files, so a listing ends even if entries are added; `batchMaximum` is above any real folder.
    private let batchSize = 1 << 16
    private let batchMaximum = 4096

    /// Visits one entry of a folder with everything below it.
    ///
    /// - Parameter wanted: The expected identity of the entry; anything else in its place is
    ///   skipped.
    static func run(
        _ visitor: Visitor, entry name: String, in folder: Int32, path: String,
        wanted: FileIdentity? = nil
    ) -> Visitor {
        var walk = TreeWalk(visitor: visitor)
        guard let descriptor = retainedDescriptor(folder),
            let parent = TreeLevel(taking: descriptor, name: Array(path.utf8CString))
        else {
            walk.visitor.note(FileError(.open, path))
            return walk.visitor
        }
        walk.levels = [parent]
        walk.begin(name, in: parent, wanted: wanted)
        while walk.levels.count > 1 { walk.step() }
        return walk.visitor
    }

    private init(visitor: Visitor) {
        self.visitor = visitor
    }

    private mutating func begin(_ name: String, in parent: TreeLevel, wanted: FileIdentity?) {
        let bytes = Array(name.utf8CString)
        bytes.withUnsafeBufferPointer { buffer in
            guard let name = buffer.baseAddress else { return }
            if let wanted, FileIdentity(ofEntry: name, in: parent.descriptor) != wanted {
                return note(TreeRefusal(.remove, number: ESTALE), at: name)
            }
            visit(name, isDirectory: wanted != nil, in: parent)
        }
        if let entry = parent.pending.popLast() { enter(entry, in: parent, wanted: wanted) }
    }

    /// Enters or leaves one folder.
    private mutating func step() {
        guard let level = levels.last else { return }
        if let name = level.pending.popLast() {
            enter(name, in: level)
        } else {
            leave(level)
        }
    }

    private mutating func visit(
        _ name: UnsafePointer<CChar>, isDirectory: Bool, in level: TreeLevel
    ) {
        do throws(TreeRefusal) {
            let entry = TreeEntry(
                name: name, isDirectory: isDirectory, folder: level.descriptor,
                folderOwner: level.owner)
            guard try visitor.visit(entry) else { return }
            level.pending.append(Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1)))
        } catch {
            note(error, at: name)
        }
    }

    /// Opens a folder and visits its direct entries.
    private mutating func enter(
        _ name: [CChar], in parent: TreeLevel, wanted: FileIdentity? = nil
    ) {
        let descriptor = openat(
            parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, let level = TreeLevel(taking: descriptor, name: name) else {
            // The entry is gone or was replaced meanwhile.
            guard ![ENOENT, ENOTDIR, ELOOP].contains(errno) else { return }
            return note(TreeRefusal(.list), at: name)
        }
        guard wanted == nil || wanted == level.identity else {
            return note(TreeRefusal(.remove, number: ESTALE), at: name)
        }
        let isOtherDisk = levels.count > 1 && levels[1].identity.device != level.identity.device
        guard Visitor.crossesDisks || !isOtherDisk else {
            return note(TreeRefusal(.remove, number: EBUSY), at: name)
        }
        guard levels.count < depthMaximum else {
            return note(TreeRefusal(.list, number: ELOOP), at: name)
        }
        levels.append(level)
        if levels.count > openMaximum + 1 { levels[levels.count - openMaximum - 1].close() }
        list(level)
    }

    private mutating func list(_ level: TreeLevel) {
        level.passes += 1
        do throws(FileError) {
            guard let descriptor = retainedDescriptor(level.descriptor) else {
                throw FileError(.list, "")
            }
            // A deep folder's path is only put together if it must be reported.
            let listing = try OpenDirectory(taking: descriptor, path: "")
            listing.rewind()
            for _ in 0..<batchMaximum {
                let batch = try listing.nextNames(atMost: batchSize)
                for (name, isDirectory) in batch {
                    visit(name, isDirectory: isDirectory, in: level)
                }
                if batch.count < batchSize { break }
            }
        } catch {
            visitor.note(FileError(error.action, path(of: nil), number: error.number))
        }
    }

    /// Returns to the parent folder, or lists this folder again.
    private mutating func leave(_ level: TreeLevel) {
        let parent = levels[levels.count - 2]
        guard parent.reopen(from: level) else {
            // The folder was moved, so its new parent must not be walked.
            note(TreeRefusal(.examine, number: ESTALE), at: nil)
            levels.removeLast(levels.count - 1)
            return
        }
        do throws(TreeRefusal) {
            let mayHoldMore = try level.name.withUnsafeBufferPointer {
                (buffer) throws(TreeRefusal) in
                guard let name = buffer.baseAddress else { return false }
                return try visitor.leave(
                    TreeEntry(
                        name: name, isDirectory: true, folder: parent.descriptor,
                        folderOwner: parent.owner))
            }
            if mayHoldMore, level.passes < passMaximum { return list(level) }
            if mayHoldMore { throw TreeRefusal(.remove, number: ENOTEMPTY) }
        } catch {
            note(error, at: nil)
        }
        levels.removeLast()
    }

    /// Records a failure for an entry of the current folder, or for the folder itself.
    private mutating func note(_ refusal: TreeRefusal, at name: UnsafePointer<CChar>?) {
        visitor.note(FileError(refusal.action, path(of: name), number: refusal.number))
    }

    private func path(of name: UnsafePointer<CChar>?) -> String {
        let folders = levels.map { String(decoding: bytes(of: $0.name), as: UTF8.self) }
        let path = (folders + (name.map { [String(cString: $0)] } ?? [])).joined(separator: "/")
        return path.hasPrefix("//") ? String(path.dropFirst()) : path
    }

    private func bytes(of name: [CChar]) -> [UInt8] {
        name.dropLast().map { UInt8(bitPattern: $0) }
    }
}

/// Returns another descriptor of the same folder; `nil` if none is available.
private func retainedDescriptor(_ descriptor: Int32) -> Int32? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    return copy >= 0 ? copy : nil
}

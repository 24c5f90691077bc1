import Glibc
import PipelineKit
import Synchronization

/// A file of the tree.
struct TreeFile: Sendable {
    let path: SystemPath
    /// Relative to the tree, for messages; what of it isn't UTF-8 is replaced.
    let name: String
    /// Whether it is a contract, not one of the general files.
    let isContract: Bool

    /// Opens it.
    ///
    /// - Throws: ``WorkerError``, whose message doesn't matter where the file is rejected.
    func open() throws(WorkerError) -> ChunkedFileReader {
        try ChunkedFileReader(path)
    }
}

/// The tree's files, handed out one at a time to any number of threads, as they are found: the list of
/// them is never in memory.
///
/// A directory that can't be read, and what is not a regular file, is rejected.
final class ContractTree: Sendable {
    private let root: SystemPath
    private let rejected: RejectedUnits
    private let progress: TrialProgress
    private let state: Mutex<State>

    private struct State {
        var general: DirectoryReader?
        let destinations: DirectoryReader
        var destination: DirectoryReader?
    }

    /// Opens a tree.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it is none.
    init(_ context: TrialContext) throws(WorkerError) {
        root = SystemPath(context.input)
        rejected = context.rejected
        progress = context.progress
        let destinations: DirectoryReader
        do throws(SystemError) {
            destinations = try DirectoryReader(root.appending(Self.destinationsName))
        } catch {
            throw WorkerError(
                .badSetting, "'\(context.input)' is no tree of contracts: cannot read DESTINATIONS",
                underlying: error)
        }
        state = Mutex(State(destinations: destinations))
        progress.phase("general")
        let general = try open(root.appending(SystemPath("GENERAL")))
        state.withLock { $0.general = general }
        if general == nil { progress.phase("contracts") }
    }

    /// The next file, the general ones first; nil at the end.
    ///
    /// - Throws: ``WorkerError`` with code `io` if a rejection can't be written.
    func next() throws(WorkerError) -> TreeFile? {
        try state.withLock { state throws(WorkerError) in
            while let general = state.general {
                if let file = try nextFile(of: general, isContract: false) { return file }
                state.general = nil
                progress.phase("contracts")
            }
            while true {
                if let destination = state.destination,
                    let file = try nextFile(of: destination, isContract: true)
                {
                    return file
                }
                guard let entry = try nextEntry(of: state.destinations) else { return nil }
                state.destination = try open(state.destinations.path.appending(entry.name))
            }
        }
    }

    private static let destinationsName = SystemPath("DESTINATIONS")

    /// A directory's next regular file; nil at its end.
    private func nextFile(
        of directory: DirectoryReader, isContract: Bool
    ) throws(WorkerError) -> TreeFile? {
        while let entry = try nextEntry(of: directory) {
            let path = directory.path.appending(entry.name)
            let file = TreeFile(path: path, name: name(of: path), isContract: isContract)
            if entry.isRegular { return file }
            var status = stat()
            if path.withCString({ stat($0, &status) }) != 0 {
                try reject(path, because: SystemError.last)
            } else if status.st_mode & S_IFMT != S_IFREG {
                try rejected.add(file: file.name, line: 0, reason: "not a regular file")
            } else {
                return file
            }
        }
        return nil
    }

    private func nextEntry(
        of directory: DirectoryReader
    ) throws(WorkerError) -> DirectoryReader.Entry? {
        do throws(SystemError) {
            return try directory.next()
        } catch {
            try reject(directory.path, because: error)
            return nil
        }
    }

    private func open(_ path: SystemPath) throws(WorkerError) -> DirectoryReader? {
        do throws(SystemError) {
            return try DirectoryReader(path)
        } catch {
            try reject(path, because: error)
            return nil
        }
    }

    private func reject(_ path: SystemPath, because error: SystemError) throws(WorkerError) {
        try rejected.add(file: name(of: path), line: 0, reason: "cannot be read: \(error)")
    }

    /// A path relative to the tree, for messages.
    private func name(of path: SystemPath) -> String {
        path.text(behind: root)
    }
}

/// The entries of one directory, in the order the system gives them.
// The tree uses it under its lock alone.
private final class DirectoryReader: @unchecked Sendable {
    typealias Entry = (name: SystemPath, isRegular: Bool)

    let path: SystemPath
    private let stream: OpaquePointer

    init(_ path: SystemPath) throws(SystemError) {
        guard let stream = path.withCString({ opendir($0) }) else { throw .last }
        self.stream = stream
        self.path = path
    }

    deinit {
        closedir(stream)
    }

    /// The next entry; nil at the end. What isn't said to be a regular file may still lead to one.
    func next() throws(SystemError) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .last }
                return nil
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { SystemPath(bytesOf: $0) }
            }
            if !name.isOwnOrParentFolder {
                return (name, entry.pointee.d_type == UInt8(DT_REG))
            }
        }
    }
}

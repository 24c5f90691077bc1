import Glibc
import PipelineKit
import Synchronization

/// A file of the tree.
struct TreeFile: Sendable {
    let path: String
    /// Relative to the tree, for messages.
    let name: String
    /// Whether it is a contract, not one of the general files.
    let isContract: Bool
}

/// The tree's files, handed out one at a time to any number of threads, as they are found: the list of
/// them is never in memory.
///
/// A directory that can't be read, and what is not a regular file, is rejected.
final class ContractTree: Sendable {
    private let root: String
    private let rejected: RejectedUnits
    private let progress: TrialProgress
    private let state: Mutex<State>

    private struct State {
        var general: DirectoryReader?
        var destinations: DirectoryReader?
        var destination: DirectoryReader?
    }

    /// Opens a tree.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it is none.
    init(_ context: TrialContext) throws(WorkerError) {
        root = context.input
        rejected = context.rejected
        progress = context.progress
        let destinations: DirectoryReader
        do throws(SystemError) {
            destinations = try DirectoryReader(root: context.input, name: "DESTINATIONS")
        } catch {
            throw WorkerError(
                .badSetting, "'\(context.input)' is no tree of contracts: cannot read DESTINATIONS",
                underlying: error)
        }
        state = Mutex(State(destinations: destinations))
        progress.phase("general")
        let general = try open("GENERAL")
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
                guard let name = try nextName(of: state.destinations)?.name else { return nil }
                state.destination = try open("DESTINATIONS/\(name)")
            }
        }
    }

    /// A directory's next regular file; nil at its end.
    private func nextFile(
        of directory: DirectoryReader, isContract: Bool
    ) throws(WorkerError) -> TreeFile? {
        while let (name, isRegular) = try nextName(of: directory) {
            let relative = "\(directory.name)/\(name)"
            let path = "\(root)/\(relative)"
            if isRegular { return TreeFile(path: path, name: relative, isContract: isContract) }
            var status = stat()
            if stat(path, &status) != 0 {
                try reject(relative, because: SystemError.last)
            } else if status.st_mode & S_IFMT != S_IFREG {
                try rejected.add(file: relative, line: 0, reason: "not a regular file")
            } else {
                return TreeFile(path: path, name: relative, isContract: isContract)
            }
        }
        return nil
    }

    private func nextName(
        of directory: DirectoryReader?
    ) throws(WorkerError) -> DirectoryReader.Entry? {
        guard let directory else { return nil }
        do throws(SystemError) {
            return try directory.next()
        } catch {
            try reject(directory.name, because: error)
            return nil
        }
    }

    private func open(_ name: String) throws(WorkerError) -> DirectoryReader? {
        do throws(SystemError) {
            return try DirectoryReader(root: root, name: name)
        } catch {
            try reject(name, because: error)
            return nil
        }
    }

    private func reject(_ name: String, because error: SystemError) throws(WorkerError) {
        try rejected.add(file: name, line: 0, reason: "cannot be read: \(error)")
    }
}

/// The entries of one directory, in the order the system gives them.
// The tree uses it under its lock alone.
private final class DirectoryReader: @unchecked Sendable {
    typealias Entry = (name: String, isRegular: Bool)

    /// Relative to the tree.
    let name: String
    private let stream: OpaquePointer

    init(root: String, name: String) throws(SystemError) {
        guard let stream = opendir("\(root)/\(name)") else { throw .last }
        self.stream = stream
        self.name = name
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
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." {
                return (name, entry.pointee.d_type == UInt8(DT_REG))
            }
        }
    }
}

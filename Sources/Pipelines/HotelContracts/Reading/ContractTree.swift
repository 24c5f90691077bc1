import Glibc
import PipelineKit
import Synchronization

/// A tree of contracts in folders, whose files come as they are found; no list is kept in memory.
///
/// Folders that can't be read, and files that aren't regular, are rejected.
final class ContractTree: ContractSource {
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
    /// - Parameter path: The folder that contains `DESTINATIONS`.
    /// - Throws: ``WorkerError`` with code `badSetting` if it doesn't.
    init(_ path: String, context: TrialContext) throws(WorkerError) {
        root = SystemPath(path)
        rejected = context.rejected
        progress = context.progress
        let destinations: DirectoryReader
        do throws(SystemError) {
            destinations = try DirectoryReader(root.appending(Self.destinationsName))
        } catch {
            throw WorkerError(
                .badSetting, "'\(path)' is not a tree of contracts: cannot read DESTINATIONS",
                underlying: error)
        }
        state = Mutex(State(destinations: destinations))
        progress.phase("general")
        let general = try open(root.appending(SystemPath(ContractFolders.general)))
        state.withLock { $0.general = general }
        if general == nil { progress.phase("contracts") }
    }

    /// Returns the next file, general ones first; `nil` at the end.
    ///
    /// - Throws: ``WorkerError`` with code `io` if a rejection can't be written.
    func next() throws(WorkerError) -> ContractFile? {
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

    /// Does nothing: every file is checked when it is read.
    func finish() {}

    private static let destinationsName = SystemPath(ContractFolders.destinations)

    /// Returns a folder's next regular file; `nil` at its end.
    private func nextFile(
        of directory: DirectoryReader, isContract: Bool
    ) throws(WorkerError) -> ContractFile? {
        while let entry = try nextEntry(of: directory) {
            let path = directory.path.appending(entry.name)
            let file = ContractFile(
                place: .path(path), name: name(of: path), isContract: isContract)
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

    /// Returns a path relative to the tree, for messages.
    private func name(of path: SystemPath) -> String {
        path.text(behind: root)
    }
}

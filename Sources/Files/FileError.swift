internal import Glibc
package import MemoryBudget

/// A file or directory operation that the operating system refused.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation.
    package var action: Action
    /// The file or directory.
    package var path: String
    /// The error number of the system call.
    package var number: Int32

    /// The operations on files and directories.
    package enum Action: Hashable, Sendable {
        case makeDirectory, makeTemporaryDirectory, create, open, read, write, synchronize, replace
        case truncate, remove, list, examine, lock
    }

    /// The failure of the system call that has just been made.
    ///
    /// Call it before anything else can change `errno`.
    package init(_ action: Action, _ path: String, number: Int32 = errno) {
        self.action = action
        self.path = path
        self.number = number
    }

    /// One sentence: where, what, why, and what to do.
    package var description: String {
        if action == .makeTemporaryDirectory {
            return "can't make a folder in \(parentPath(of: path)): \(systemMessage(number))"
        }
        return "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The failure and its cause, without the path.
    package var reason: String { "\(action.failure): \(systemMessage(meaningfulNumber))" }

    /// The remedy, as a sentence part; nil if there is none.
    package var advice: String? {
        switch meaningfulNumber {
        case ENOSPC, EDQUOT: "make room on that disk or choose another directory"
        case EACCES, EPERM, EROFS: "choose a directory that you may write to"
        case ENOTDIR: "a part of that path is a file"
        default: nil
        }
    }

    /// The status `membudget` ends with.
    package var exitStatus: ExitStatus {
        switch action {
        case .makeTemporaryDirectory: .systemFailure
        case .makeDirectory, .create: .cannotCreate
        default: .storeFailure
        }
    }

    /// A directory can't be made where a file is, whichever call noticed.
    private var meaningfulNumber: Int32 {
        action == .makeDirectory && number == EEXIST ? ENOTDIR : number
    }
}

extension FileError.Action {
    fileprivate var failure: String {
        switch self {
        case .makeDirectory, .makeTemporaryDirectory: "the directory cannot be made"
        case .create, .write: "cannot be written"
        case .open: "cannot be opened"
        case .read: "cannot be read"
        case .synchronize: "cannot be synced"
        case .replace: "cannot be replaced"
        case .truncate: "cannot be cut"
        case .remove: "cannot be removed"
        case .list: "the directory cannot be read"
        case .examine: "cannot be examined"
        case .lock: "cannot be locked"
        }
    }
}

internal import Glibc
package import MemoryBudget

/// A file or folder operation refused by the operating system.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation that failed.
    package var action: Action
    /// The path of the file or folder.
    package var path: String
    /// The error number of the system call.
    package var number: Int32

    /// An operation on a file or folder.
    package enum Action: Hashable, Sendable {
        case makeDirectory, makeTemporaryDirectory, create, open, read, write, synchronize, replace
        case truncate, remove, list, examine, lock
    }

    /// Creates an error for the system call that has just failed.
    ///
    /// Must be called before anything else can change `errno`.
    package init(_ action: Action, _ path: String, number: Int32 = errno) {
        self.action = action
        self.path = path
        self.number = number
    }

    /// The error in one sentence: path, failure, cause and remedy.
    package var description: String {
        if action == .makeTemporaryDirectory {
            return "can't create a folder in \(parentPath(of: path)): \(systemMessage(number))"
        }
        return "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The failure and its cause, without the path.
    package var reason: String { "\(action.failure): \(systemMessage(meaningfulNumber))" }

    /// The remedy, as part of a sentence; `nil` if none is known.
    package var advice: String? {
        switch meaningfulNumber {
        case ENOSPC, EDQUOT: "free space on that disk or choose another folder"
        case EACCES, EPERM, EROFS: "choose a folder that you can write to"
        case ENOTDIR: "a part of that path is a file, not a folder"
        default: nil
        }
    }

    /// The exit status of `membudget` for this error.
    package var exitStatus: ExitStatus {
        switch action {
        case .makeTemporaryDirectory: .systemFailure
        case .makeDirectory, .create: .cannotCreate
        default: .storeFailure
        }
    }

    /// The error number to report. If a file is in the place of a folder, it is always `ENOTDIR`.
    private var meaningfulNumber: Int32 {
        action == .makeDirectory && number == EEXIST ? ENOTDIR : number
    }
}

extension FileError.Action {
    fileprivate var failure: String {
        switch self {
        case .makeDirectory, .makeTemporaryDirectory: "the folder cannot be created"
        case .create, .write: "cannot be written"
        case .open: "cannot be opened"
        case .read: "cannot be read"
        case .synchronize: "cannot be synced"
        case .replace: "cannot be replaced"
        case .truncate: "cannot be truncated"
        case .remove: "cannot be removed"
        case .list: "the folder cannot be read"
        case .examine: "cannot be examined"
        case .lock: "cannot be locked"
        }
    }
}

import Files
import Glibc

/// Why a dataset could not be found, generated, scanned or removed.
package struct DatasetError: Error, Hashable, Sendable {
    /// What kind of failure, for choosing an exit status.
    package var code: Code
    /// What failed, why, and what to do; one sentence without a final full stop.
    package var message: String
    /// The error number of the system call behind it; nil if it was none.
    package var errorNumber: Int32?

    /// Makes an error.
    package init(_ code: Code, _ message: String, errorNumber: Int32? = nil) {
        self.code = code
        self.message = message
        self.errorNumber = errorNumber
    }

    /// Kinds of failure; open, so that later kinds of dataset can add theirs.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The name.
        package var rawValue: String

        /// Makes a code.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No generator has this name.
        package static let unknownKind = Code(rawValue: "unknown_kind")
        /// A setting's name or value is wrong.
        package static let invalidParameter = Code(rawValue: "invalid_parameter")
        /// This machine lacks what the data is made with or kept in, such as a server; the message
        /// is the reason that reports give.
        package static let unavailable = Code(rawValue: "unavailable")
        /// The user's input is missing, no regular file, not readable or without a header.
        package static let invalidInput = Code(rawValue: "invalid_input")
        /// The user's file has no records that a scale could count.
        package static let notDivisible = Code(rawValue: "not_divisible")
        /// The user's data has less than a scale asks for, or nothing at all for it.
        package static let beyondFile = Code(rawValue: "beyond_file")
        /// A command that writes data failed, or wrote none.
        package static let commandFailed = Code(rawValue: "command_failed")
        /// A manifest can't be read as one.
        package static let invalidManifest = Code(rawValue: "invalid_manifest")
        /// The destination already holds a dataset.
        package static let alreadyExists = Code(rawValue: "already_exists")
        /// The cache's cap leaves no room.
        package static let overCap = Code(rawValue: "over_cap")
        /// The disk has, or had, no room.
        package static let diskFull = Code(rawValue: "disk_full")
        /// The dataset is used by another process.
        package static let inUse = Code(rawValue: "in_use")
        /// The cache's folder, or a dataset's place in it, holds what membudget did not make.
        package static let notOurs = Code(rawValue: "not_ours")
        /// The operating system refused something that should work.
        package static let inputOutput = Code(rawValue: "input_output")
    }
}

extension DatasetError: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}

extension DatasetError {
    /// The failure of a file operation: what failed, where, and the system's reason.
    init(_ error: FileError) {
        let isDiskFull = error.number == ENOSPC || error.number == EDQUOT
        let reason =
            isDiskFull
            ? "the disk is full; free some space, run 'membudget clean', or set MEMBUDGET_CACHE to"
                + " a larger disk"
            : systemMessage(error.number)
        self.init(
            isDiskFull ? .diskFull : .inputOutput,
            "can't \(error.action.verb) '\(error.path)': \(reason)", errorNumber: error.number)
    }
}

/// Does something with files, whose failures become the dataset's.
func withDatasetErrors<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as FileError {
        throw DatasetError(error)
    }
}

extension FileError.Action {
    fileprivate var verb: String {
        switch self {
        case .makeDirectory: "create the directory"
        case .makeTemporaryDirectory: "create a directory at"
        case .create: "create"
        case .open: "open"
        case .read: "read"
        case .write, .synchronize, .truncate: "write"
        case .replace: "move to its place"
        case .remove: "remove"
        case .list: "list"
        case .examine: "examine"
        case .lock: "lock"
        }
    }
}

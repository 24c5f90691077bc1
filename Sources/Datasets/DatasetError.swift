import Files
import Glibc

/// A failure to find, generate, scan or remove a dataset.
package struct DatasetError: Error, Hashable, Sendable {
    /// The kind of failure, which decides the exit status.
    package var code: Code
    /// The failure, its reason and the remedy; one sentence without a final full stop.
    package var message: String
    /// The error number of the failed system call; `nil` if there was none.
    package var errorNumber: Int32?

    /// Returns the same error with further advice at the end.
    package func adding(_ advice: String) -> DatasetError {
        DatasetError(code, "\(message); \(advice)", errorNumber: errorNumber)
    }

    /// Creates an error.
    package init(_ code: Code, _ message: String, errorNumber: Int32? = nil) {
        self.code = code
        self.message = message
        self.errorNumber = errorNumber
    }

    /// A kind of failure; an open set, so that later kinds of dataset can add their own.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        package var rawValue: String

        /// Creates a code.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The requested kind is unknown.
        package static let unknownKind = Code(rawValue: "unknown_kind")
        /// A setting has a wrong name or value.
        package static let invalidParameter = Code(rawValue: "invalid_parameter")
        /// This machine lacks something that the data is generated with or stored in, such as a
        /// server; the message is the reason that reports give.
        package static let unavailable = Code(rawValue: "unavailable")
        /// The user's input is missing, unreadable, not a regular file, or without a header.
        package static let invalidInput = Code(rawValue: "invalid_input")
        /// The user's file violates its format.
        package static let invalidContent = Code(rawValue: "invalid_content")
        /// The user's file has no records for a scale to count.
        package static let notDivisible = Code(rawValue: "not_divisible")
        /// The user's data has fewer units than a scale needs, or no file for it.
        package static let beyondFile = Code(rawValue: "beyond_file")
        /// A command that generates data failed or wrote nothing.
        package static let commandFailed = Code(rawValue: "command_failed")
        /// A manifest can't be decoded.
        package static let invalidManifest = Code(rawValue: "invalid_manifest")
        /// The destination already holds a dataset.
        package static let alreadyExists = Code(rawValue: "already_exists")
        /// The dataset doesn't fit the cache's cap.
        package static let overCap = Code(rawValue: "over_cap")
        /// The disk is full or too small.
        package static let diskFull = Code(rawValue: "disk_full")
        /// Another process uses the dataset.
        package static let inUse = Code(rawValue: "in_use")
        /// The cache's folder, or a dataset's place in it, holds files that membudget did not
        /// create.
        package static let notOurs = Code(rawValue: "not_ours")
        /// The operating system refused an operation that should work.
        package static let inputOutput = Code(rawValue: "input_output")
    }
}

extension DatasetError: CustomStringConvertible {
    /// The error's message.
    package var description: String { message }
}

extension DatasetError {
    /// Creates an error from a failed file operation, with the system's reason.
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

/// Runs file operations and converts their errors to dataset errors.
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
        case .makeDirectory: "create the folder"
        case .makeTemporaryDirectory: "create a folder at"
        case .create: "create"
        case .open: "open"
        case .read: "read"
        case .write, .synchronize, .truncate: "write"
        case .replace: "move a file to"
        case .remove: "remove"
        case .list: "list"
        case .examine: "examine"
        case .lock: "lock"
        }
    }
}

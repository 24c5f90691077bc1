package import MemoryBudget

/// An error for a file from another source that is refused or can't be read.
package struct StoredFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the file or folder.
    package let path: String
    /// The reason for the error.
    package let cause: Cause

    /// The reasons why a file is not read.
    package enum Cause: Hashable, Sendable {
        /// The file is a link, or is reached through one, in a place where links are not followed.
        case link
        /// The file is a folder, a device, a FIFO or a socket.
        case notRegular
        /// Something other than a folder is in its place.
        case notFolder
        /// The file is longer than the limit for its kind.
        case tooLong(limit: ByteCount)
        /// The folder has more entries than the limit for its kind.
        case tooMany(limit: Int)
        /// Another program changed or replaced the file.
        case changed
        /// The operating system refused the operation.
        case system(FileError)
    }

    init(_ path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    init(_ error: FileError) {
        self.init(error.path, cause: .system(error))
    }

    /// The error in one sentence: path, reason and remedy.
    package var description: String {
        "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The reason, without the path.
    package var reason: String {
        switch cause {
        case .link: "this is a link, and links are not followed here"
        case .notRegular: "this is not a regular file"
        case .notFolder: "this is not a folder"
        case .tooLong(let limit): "it is longer than \(limit), the maximum for such a file"
        case .tooMany(let limit): "it holds more than \(limit) files"
        case .changed: "another program changed it while it was in use"
        case .system(let error): error.reason
        }
    }

    /// The remedy, as part of a sentence; `nil` if none is known.
    package var advice: String? {
        switch cause {
        case .link: "replace it with the file or folder it points to"
        case .system(let error): error.advice
        default: nil
        }
    }
}

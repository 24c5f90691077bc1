package import MemoryBudget

/// A file of somebody else's that is not read, because of what it is.
package struct StoredFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    package let path: String
    /// The reason.
    package let cause: Cause

    /// The reasons for which a file is not read.
    package enum Cause: Hashable, Sendable {
        /// It is a link, or lies behind one, where none is followed.
        case link
        /// It is a folder, a device, a FIFO or a socket.
        case notRegular
        /// Something else is where a folder should be.
        case notFolder
        /// It has more bytes than any file of its kind.
        case tooLong(limit: ByteCount)
        /// A folder has more entries than any of its kind.
        case tooMany(limit: Int)
        /// Something else wrote to it, or put another file in its place.
        case changed
        /// The system refused.
        case system(FileError)
    }

    init(_ path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    init(_ error: FileError) {
        self.init(error.path, cause: .system(error))
    }

    /// One sentence: where, what, and what to do.
    package var description: String {
        "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The reason, without the path.
    package var reason: String {
        switch cause {
        case .link: "this is a link, and here no link is followed"
        case .notRegular: "this is not a regular file"
        case .notFolder: "this is not a folder"
        case .tooLong(let limit): "it is longer than \(limit), which no such file is"
        case .tooMany(let limit): "it holds more than \(limit) files"
        case .changed: "something else than this membudget changed it while it was in use"
        case .system(let error): error.reason
        }
    }

    /// The remedy, as a sentence part; nil if there is none.
    package var advice: String? {
        switch cause {
        case .link: "put what it leads to in its place"
        case .system(let error): error.advice
        default: nil
        }
    }
}

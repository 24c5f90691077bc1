import Files
package import MemoryBudget

/// A reader of results that computes their fingerprints, in memory independent of their size.
///
/// ```swift
/// let fingerprint = try ResultReader.fingerprint(of: "result.csv") {}
/// ```
package enum ResultReader {
    /// Returns the fingerprint of a file, or of a folder with everything in it.
    ///
    /// Links are not followed: the link itself is the result, not its target.
    ///
    /// - Parameter checkStop: Called after each chunk; an error it throws stops the reading.
    /// - Throws: ``ResultError`` for a result that can't be read, and errors of `checkStop`.
    package static func fingerprint(
        of path: String, checkStop: @escaping () throws -> Void = {}
    ) throws -> ResultFingerprint {
        switch FileKind(ofLink: path) {
        case nil: return ResultFingerprint(format: .absent, contentDigest: nil)
        case .regular: return try file(path, checkStop: checkStop)
        case .directory: return try ResultFolder(path: path, checkStop: checkStop).fingerprint()
        case .link: throw ResultError("the output is a link; write a file or a folder")
        case .special: throw ResultError("the output is neither a file nor a folder")
        }
    }

    static func file(
        _ path: String, checkStop: @escaping () throws -> Void
    ) throws -> ResultFingerprint {
        do {
            if try ResultTables.isDatabase(path) {
                let contentDigest = try ContentDigest.of(path) { _ in try checkStop() }
                return try ResultTables.fingerprint(
                    of: path, contentDigest: contentDigest, checkStop: checkStop)
            }
            return try ResultText.fingerprint(of: path, checkStop: checkStop)
        } catch let error as DatasetError {
            throw ResultError(error.message)
        } catch let error as FileError {
            throw ResultError("\(error)")
        }
    }
}

/// A result that can't be read.
package struct ResultError: Error, Equatable, CustomStringConvertible {
    /// The reason, in a few words.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

import Files
package import MemoryBudget

/// Reads the content of results into fingerprints, in memory that doesn't depend on their size.
package enum ResultReader {
    /// The fingerprint of a file or of a folder with everything in it.
    ///
    /// Links are not followed: a result is what was written, not what it points to.
    ///
    /// - Parameter checkStop: Called after every chunk; what it throws ends the reading.
    /// - Throws: ``ResultError`` for what can't be read, and what `checkStop` throws.
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

/// Why a result can't be read.
package struct ResultError: Error, Equatable, CustomStringConvertible {
    /// A few words.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

internal import Glibc
package import MemoryBudget

/// A folder with files from other sources: another job's run, a repository's baselines, a cache.
///
/// ```swift
/// let run = StoredFolder("runs/nightly")
/// let bytes = try run.bytes(of: "run.json", upTo: .mebibytes(64))
/// print(bytes?.count ?? 0)
/// ```
///
/// Only regular files up to a size limit are read. No link in the folder is followed, so that
/// nothing outside is taken for a part of it. The path of the folder itself may be a link, because
/// the user chose it.
package struct StoredFolder: Hashable, Sendable {
    /// The path of the folder, as given.
    package let path: String

    /// Creates a reference to a folder, without accessing it yet.
    package init(_ path: String) {
        self.path = path
    }

    /// The maximum number of entries of a folder to list.
    package static let namesMaximum = 1_000_000

    /// Returns the contents of a file; `nil` if it doesn't exist.
    ///
    /// - Parameters:
    ///   - name: The path relative to the folder, such as `series/a.csv`.
    ///   - limit: The maximum size; longer files are refused.
    package func bytes(
        of name: String, upTo limit: ByteCount
    ) throws(StoredFileError) -> [UInt8]? {
        guard let file = try StoredFile(name, in: path) else { return nil }
        return try file.bytes(upTo: limit)
    }

    /// Returns the start of a regular file; `nil` if it can't be read, and for anything else.
    package func start(of name: String, byteCountMaximum: Int) -> [UInt8]? {
        do throws(StoredFileError) {
            guard let file = try StoredFile(name, in: path) else { return nil }
            return try file.start(byteCountMaximum: byteCountMaximum)
        } catch {
            return nil
        }
    }

    /// Returns the kind of an entry, without following a link; `nil` if it doesn't exist.
    package func kind(of name: String) -> FileKind? {
        FileKind(ofLink: "\(path)/\(name)")
    }

    /// Returns the names in the folder, sorted; empty if the folder doesn't exist.
    package func names() throws(StoredFileError) -> [String] {
        do throws(FileError) {
            return try Self.names(in: OpenDirectory(path)) ?? []
        } catch {
            throw StoredFileError(error)
        }
    }

    /// Returns the names in a direct subfolder, sorted; empty if it doesn't exist.
    package func names(in name: String) throws(StoredFileError) -> [String] {
        try checkFolder(name)
        let place = "\(path)/\(name)"
        let names: [String]?
        do throws(FileError) {
            names = try Self.names(in: OpenDirectory(notFollowing: place))
        } catch {
            throw StoredFileError(error)
        }
        guard let names else { return [] }
        guard names.count <= Self.namesMaximum else {
            throw StoredFileError(place, cause: .tooMany(limit: Self.namesMaximum))
        }
        return names
    }

    /// Checks that a direct subfolder is a folder, if it exists.
    package func checkFolder(_ name: String) throws(StoredFileError) {
        switch kind(of: name) {
        case nil, .directory: return
        case .link: throw StoredFileError("\(path)/\(name)", cause: .link)
        default: throw StoredFileError("\(path)/\(name)", cause: .notFolder)
        }
    }

    /// Lists up to one more than the maximum, so that callers can detect that there are too many.
    private static func names(
        in directory: consuming OpenDirectory?
    ) throws(FileError) -> [String]? {
        guard let directory else { return nil }
        var names: [String] = []
        try directory.forEachEntry { entry in
            if names.count <= namesMaximum { names.append(String(cString: entry.name)) }
        }
        return names.sorted()
    }
}

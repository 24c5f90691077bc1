internal import Glibc
package import MemoryBudget

/// A folder whose files somebody else may have made: the run of another job, a repository's
/// baselines, a cache.
///
/// Only regular files are read, none is longer than its kind ever is, and no link in the folder is
/// followed, so that nothing outside of it is taken for a part of it. The folder itself may be named
/// by a link: whoever names it has chosen it.
package struct StoredFolder: Hashable, Sendable {
    /// As it was named.
    package let path: String

    /// A folder; nothing is looked at yet.
    package init(_ path: String) {
        self.path = path
    }

    /// The most entries of a folder that are listed.
    package static let namesMaximum = 1_000_000

    /// The whole of a file; nil if nothing has that name.
    ///
    /// - Parameters:
    ///   - name: Below the folder, as `series/a.csv`.
    ///   - limit: A longer file is refused.
    package func bytes(
        of name: String, upTo limit: ByteCount
    ) throws(StoredFileError) -> [UInt8]? {
        guard let file = try StoredFile(name, in: path) else { return nil }
        return try file.bytes(upTo: limit)
    }

    /// The start of a regular file; nil for anything else, and for one that can't be read.
    package func start(of name: String, byteCountMaximum: Int) -> [UInt8]? {
        do throws(StoredFileError) {
            guard let file = try StoredFile(name, in: path) else { return nil }
            return try file.start(byteCountMaximum: byteCountMaximum)
        } catch {
            return nil
        }
    }

    /// The kind of what has a name, of a link itself; nil if nothing has it.
    package func kind(of name: String) -> FileKind? {
        FileKind(ofLink: "\(path)/\(name)")
    }

    /// The names in the folder, sorted; none if there is no such folder.
    package func names() throws(StoredFileError) -> [String] {
        do throws(FileError) {
            return try Self.names(in: OpenDirectory(path)) ?? []
        } catch {
            throw StoredFileError(error)
        }
    }

    /// The names in a folder directly below this one, sorted; none if there is no such folder.
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

    /// Checks that what should be a folder directly below this one is one; nothing there is fine.
    package func checkFolder(_ name: String) throws(StoredFileError) {
        switch kind(of: name) {
        case nil, .directory: return
        case .link: throw StoredFileError("\(path)/\(name)", cause: .link)
        default: throw StoredFileError("\(path)/\(name)", cause: .notFolder)
        }
    }

    /// One more than are listed at most: who asks for more than that is told.
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

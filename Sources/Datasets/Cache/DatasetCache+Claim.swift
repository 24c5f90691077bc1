import Files

extension DatasetCache {
    /// Refuses a folder that isn't ours: one that bears no marker and holds what we did not make.
    ///
    /// A cache of an earlier version bears none and holds only datasets. A link is left alone and says
    /// nothing: it holds no data of anybody's.
    ///
    /// - Throws: `DatasetError.Code.notOurs`, with the name of a stranger.
    package func checkOwnership() throws {
        guard !CacheMarker.isPresent(in: root) else { return }
        let stranger = try Directory.names(in: root).first { name in
            CacheItem(name, in: root) == .stranger
                // Whoever writes the marker would write to the end of such a link.
                && (FileKind(ofLink: path(name)) != .link || name == CacheMarker.name)
        }
        guard let stranger else { return }
        throw DatasetError(
            .notOurs,
            "'\(root)' is not a cache of membudget's: it holds '\(stranger)', which membudget did"
                + " not make; nothing there was changed; set MEMBUDGET_CACHE to another folder, or"
                + " move '\(stranger)' elsewhere")
    }

    /// Marks the folder as ours. Only with the turn taken.
    func claim() throws {
        guard !CacheMarker.isPresent(in: root) else { return }
        try checkOwnership()
        try CacheMarker.write(to: root)
    }

    /// Names in a marked folder that are not ours, sorted.
    func strangers() throws -> [String] {
        try Directory.names(in: root).filter { CacheItem($0, in: root) == .stranger }
    }
}

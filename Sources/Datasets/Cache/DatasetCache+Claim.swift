import Files

extension DatasetCache {
    /// Checks that the folder is a membudget cache: it has the marker or holds only membudget's
    /// files.
    ///
    /// Caches of earlier versions have no marker and hold only datasets. Symbolic links are
    /// ignored, because they hold no data.
    ///
    /// - Throws: `DatasetError.Code.notOurs`, naming an entry that membudget did not create.
    package func checkOwnership() throws {
        guard !CacheMarker.isPresent(in: root) else { return }
        let stranger = try Directory.names(in: root).first { name in
            CacheItem(name, in: root) == .stranger
                // Writing the marker would follow such a link and change its target.
                && (FileKind(ofLink: path(name)) != .link || name == CacheMarker.name)
        }
        guard let stranger else { return }
        throw DatasetError(
            .notOurs,
            "'\(root)' is not a membudget cache: it holds '\(stranger)', which membudget did"
                + " not create; nothing was changed; set MEMBUDGET_CACHE to another folder, or"
                + " move '\(stranger)' elsewhere")
    }

    /// Marks the folder as a membudget cache. Call it only while holding the cache's lock.
    func claim() throws {
        guard !CacheMarker.isPresent(in: root) else { return }
        try checkOwnership()
        try CacheMarker.write(to: root)
    }

    /// Returns the names in a marked folder of entries that membudget did not create, sorted.
    func strangers() throws -> [String] {
        try Directory.names(in: root).filter { CacheItem($0, in: root) == .stranger }
    }
}

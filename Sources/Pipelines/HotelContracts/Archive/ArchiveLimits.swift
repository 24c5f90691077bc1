/// The limits of an archive's uncompressed size, against archives made to fill disks and memory.
enum ArchiveLimits {
    /// The maximum uncompressed size of an entry, in bytes.
    static let entryByteCountMax = 1 << 30
    /// The maximum compression ratio of entries beyond `smallByteCount`. Contracts have 10 to 20.
    static let ratioMax = 250
    /// The size up to which an entry may have any compression ratio.
    static let smallByteCount = 1 << 20
    /// The maximum ratio of all entries' uncompressed bytes to the archive's size.
    static let totalRatioMax = 100
    /// The total uncompressed size up to which an archive may have any ratio.
    static let smallTotalByteCount = 1 << 30

    /// Returns the maximum uncompressed bytes of all entries of an archive.
    static func totalByteCountMax(archiveByteCount: Int) -> Int {
        let (product, overflows) = archiveByteCount.multipliedReportingOverflow(by: totalRatioMax)
        return overflows ? Int.max : max(product, smallTotalByteCount)
    }
}

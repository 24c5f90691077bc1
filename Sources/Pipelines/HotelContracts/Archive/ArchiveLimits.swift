/// The most that an archive may unpack to: one that was made to fill disks and memories is refused.
enum ArchiveLimits {
    /// The largest entry, unpacked, in bytes.
    static let entryByteCountMax = 1 << 30
    /// The most unpacked bytes for each packed one, of entries beyond `smallByteCount`. Contracts are at
    /// 10 to 20.
    static let ratioMax = 250
    /// Smaller entries may be as dense as they like.
    static let smallByteCount = 1 << 20
    /// The most bytes of all entries together, for each byte of the archive.
    static let totalRatioMax = 100
    /// Archives that unpack to less may be as dense as they like.
    static let smallTotalByteCount = 1 << 30

    /// The most bytes of all entries of an archive together.
    static func totalByteCountMax(archiveByteCount: Int) -> Int {
        let (product, overflows) = archiveByteCount.multipliedReportingOverflow(by: totalRatioMax)
        return overflows ? Int.max : max(product, smallTotalByteCount)
    }
}

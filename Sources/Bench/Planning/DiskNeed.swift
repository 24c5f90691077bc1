import Files
import Harness
import MemoryBudget

/// The most that a run writes, and whether the disks have room for it.
struct DiskNeed {
    /// The bytes that are written to one place.
    struct Share {
        /// In a sentence: `of datasets`.
        var what: String
        /// How much of the disk it takes that is not taken now.
        var bytes: Int
        /// Where.
        var path: String
    }

    private(set) var shares: [Share] = []

    /// Adds what is written to a place.
    mutating func add(_ bytes: Int, _ what: String, to path: String) {
        guard bytes > 0 else { return }
        shares.append(Share(what: what, bytes: bytes, path: path))
    }

    /// Adds up what goes to the same disk, and compares; a disk that can't be asked is not.
    ///
    /// - Throws: ``BenchError`` 74 that says how much is missing, where.
    func check() throws {
        let placed = shares.compactMap { share in DiskSpace(of: share.path).map { ($0, share) } }
        for group in Dictionary(grouping: placed, by: \.0.device).values {
            let (disk, shares) = (group[0].0, group.map(\.1))
            let missing = shares.reduce(0) { $0 + $1.bytes } - disk.freeBytes
            guard missing > 0 else { continue }
            let parts = shares.map { "\(ByteCount($0.bytes)) \($0.what)" }
            throw BenchError(
                .storeFailure,
                "the run writes up to \(parts.joined(separator: ", ")) to the disk of"
                    + " '\(shares[0].path)', which lacks \(ByteCount(missing)) of free space for"
                    + " it; make room, choose smaller scales, or name other disks with --run-dir,"
                    + " MEMBUDGET_CACHE and TMPDIR")
        }
    }
}

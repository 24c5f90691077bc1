import Files
import Harness
import MemoryBudget

/// The maximum disk space that a run needs, and the check that the disks have it.
struct DiskNeed {
    /// The disk space needed at one place.
    struct Share {
        /// The description of the data in a sentence, such as `of datasets`.
        var what: String
        /// The additional disk space, in bytes.
        var bytes: Int
        /// The path of the place.
        var path: String
    }

    private(set) var shares: [Share] = []

    /// Adds disk space at a place.
    mutating func add(_ bytes: Int, _ what: String, to path: String) {
        guard bytes > 0 else { return }
        shares.append(Share(what: what, bytes: bytes, path: path))
    }

    /// Checks that each disk has room for the sum of its shares; a disk that can't be queried is
    /// skipped.
    ///
    /// - Throws: ``BenchError`` 74 with the missing space and the path.
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
                    + " '\(shares[0].path)', which needs \(ByteCount(missing)) more free space;"
                    + " make room, choose smaller scales, or use other disks with --run-dir,"
                    + " MEMBUDGET_CACHE and TMPDIR")
        }
    }
}

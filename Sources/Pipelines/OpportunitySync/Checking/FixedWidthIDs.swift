import Glibc

/// A set of ids of one length, stored as bytes only: about a quarter of a set of strings.
///
/// The ids are in many small sorted lists, so a growing list takes little memory and the whole set
/// is never copied. The first id sets the length; ids of other lengths are refused.
struct FixedWidthIDs: SeenIDs {
    /// The length of an id, in bytes; 0 before the first.
    private(set) var width = 0
    private var lists = [[UInt8]](repeating: [], count: listCount)

    private static let listBits: UInt64 = 10
    private static let listCount = 1 << listBits
    /// The number of ids by which a full list grows, unless an eighth of its length is more.
    private static let growthCount = 4

    /// The total bytes of all ids.
    var byteCount: Int { lists.reduce(0) { $0 + $1.count } }

    mutating func insert(_ id: UnsafeRawBufferPointer) -> IDInsertion {
        if width == 0 { width = id.count }
        guard id.count == width, width > 0 else { return .refused }
        let list = Self.list(of: id)
        let (place, isThere) = search(id, in: list)
        guard !isThere else { return .repeated }
        if lists[list].count == lists[list].capacity {
            let room = max(Self.growthCount * width, lists[list].count / 8)
            lists[list].reserveCapacity(lists[list].count + room)
        }
        lists[list].insert(contentsOf: id, at: place * width)
        return .new
    }

    func contains(_ id: UnsafeRawBufferPointer) -> Bool {
        guard id.count == width, width > 0 else { return false }
        return search(id, in: Self.list(of: id)).isThere
    }

    /// Returns an id's position in its list, or where it would be inserted.
    private func search(
        _ id: UnsafeRawBufferPointer, in list: Int
    ) -> (place: Int, isThere: Bool) {
        lists[list].withUnsafeBytes { ids in
            guard let start = ids.baseAddress, let idStart = id.baseAddress else {
                return (0, false)
            }
            var (low, high) = (0, ids.count / width)
            while low < high {
                let middle = (low + high) / 2
                let order = memcmp(start + middle * width, idStart, width)
                if order == 0 { return (middle, true) }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return (low, false)
        }
    }

    /// Returns the list for an id, by FNV-1a, whose upper bits are mixed best.
    private static func list(of id: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int((hash &* 0x9E37_79B9_7F4A_7C15) >> (64 - listBits))
    }
}

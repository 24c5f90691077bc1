/// A hash of a few words, for file names. It must not change, because the files of old runs are
/// found by it.
///
/// It is FNV-1a over words of eight bytes, with the finaliser of MurmurHash3.
struct NameHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds a word.
    mutating func add(_ word: String) {
        let bytes = Array(word.utf8)
        var rest = bytes[...]
        while rest.count >= 8 {
            mix(rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
            rest = rest.dropFirst(8)
        }
        mix(rest.reduce(0) { $0 << 8 | UInt64($1) })
        mix(UInt64(bytes.count) | 1 << 63)
    }

    /// The first eight of the sixteen hexadecimal digits.
    var digits: String {
        var hash = state
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        let digits = String((hash ^ hash >> 33) >> 32, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    private mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x0000_0100_0000_01B3
        state ^= state >> 29
    }
}

// The numbers in an archive's records, low byte first.
extension RandomAccessCollection<UInt8> where Index == Int {
    /// Returns the number of 2 bytes at an offset from the start.
    func short(at offset: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: number(at: offset, byteCount: 2))
    }

    /// Returns the number of 4 bytes at an offset from the start.
    func word(at offset: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number(at: offset, byteCount: 4))
    }

    /// Returns the number of 8 bytes at an offset from the start.
    func long(at offset: Int) -> UInt64 {
        number(at: offset, byteCount: 8)
    }

    private func number(at offset: Int, byteCount: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in (0..<byteCount).reversed() {
            value = value << 8 | UInt64(self[startIndex + offset + index])
        }
        return value
    }
}

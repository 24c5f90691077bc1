import MemoryBudget

extension RowHash {
    /// Adds a number as its canonical decimal.
    @inline(__always)
    mutating func addField(decimal value: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            guard let start = buffer.baseAddress else { return }
            var end = start
            if value < 0 {
                end.pointee = UInt8(ascii: "-")
                end += 1
            }
            let digits = decimalDigits(of: abs(value))
            end.writeDecimal(abs(value), digits: digits)
            addField(UnsafeRawBufferPointer(start: start, count: end - start + digits))
        }
    }

    /// Adds a word.
    mutating func addField(_ word: Word) {
        withUnsafeBytes(of: word.bytes) { bytes in
            addField(UnsafeRawBufferPointer(rebasing: bytes[..<word.count]))
        }
    }

    /// Adds an absent value.
    @inline(__always)
    mutating func addEmptyField() {
        addField(UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Adds the lowest, the highest and the mean price.
    mutating func addFields(of prices: PriceSummary) {
        guard let mean = prices.mean else {
            for _ in 0..<3 { addEmptyField() }
            return
        }
        addField(decimal: prices.lowest)
        addField(decimal: prices.highest)
        addField(decimal: mean)
    }
}

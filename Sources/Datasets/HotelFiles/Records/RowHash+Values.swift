import MemoryBudget

extension RowHash {
    /// Adds an integer.
    @inline(__always)
    mutating func addField(integer value: Int) {
        addField(integer: Int64(value))
    }

    /// Adds a decimal number, as the floating-point value that its text is parsed to.
    @inline(__always)
    mutating func addField(thousandths value: Int) {
        addField(real: Double(value) / 1000)
    }

    /// Adds a word.
    mutating func addField(_ word: Word) {
        withUnsafeBytes(of: word.bytes) { bytes in
            addField(UnsafeRawBufferPointer(rebasing: bytes[..<word.count]))
        }
    }

    /// Adds the lowest, highest and mean price.
    mutating func addFields(of prices: PriceSummary) {
        guard let mean = prices.mean else {
            for _ in 0..<3 { addNull() }
            return
        }
        addField(thousandths: prices.lowest)
        addField(thousandths: prices.highest)
        addField(thousandths: mean)
    }
}

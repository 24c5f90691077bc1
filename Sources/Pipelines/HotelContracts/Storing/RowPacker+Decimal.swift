import SQLiteStore

extension RowPacker {
    /// Appends a number of thousandths, stored as the nearest real number.
    mutating func decimal(_ thousandths: Int64) {
        real(Double(thousandths) / 1000)
    }
}

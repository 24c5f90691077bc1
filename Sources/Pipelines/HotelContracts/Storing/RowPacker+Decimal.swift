import SQLiteStore

extension RowPacker {
    /// Appends a number of thousandths, stored as the real number nearest to it.
    mutating func decimal(_ thousandths: Int64) {
        real(Double(thousandths) / 1000)
    }
}

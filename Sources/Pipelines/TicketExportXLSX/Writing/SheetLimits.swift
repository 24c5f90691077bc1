/// What a sheet can hold.
enum SheetLimits {
    /// Rows, the header included.
    static let rowCountMax = 1_048_576
    /// A text's length in UTF-16 code units, which Excel counts.
    static let textUnitCountMax = 32_767
    /// The greatest whole number up to which a double, which a cell holds, has all of them.
    static let numberMax: UInt64 = 1 << 53
    /// A sheet's XML, so that it needs no ZIP64, which some programs refuse or warn of: 4 GiB, less
    /// what is around the rows and one row of the longest texts.
    static let byteCountMax = (4 << 30) - (64 << 20)
}

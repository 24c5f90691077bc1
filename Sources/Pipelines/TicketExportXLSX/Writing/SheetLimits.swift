/// The limits of a sheet.
enum SheetLimits {
    /// The maximum number of rows, including the header.
    static let rowCountMax = 1_048_576
    /// The maximum length of a text in UTF-16 code units, which Excel counts.
    static let textUnitCountMax = 32_767
    /// The maximum whole number: a cell holds a double, which is exact up to here.
    static let numberMax: UInt64 = 1 << 53
    /// The maximum bytes of a sheet's XML, so that it needs no ZIP64, which some programs reject or
    /// warn about: 4 GiB, less the XML around the rows and one row of the longest texts.
    static let byteCountMax = (4 << 30) - (64 << 20)
}

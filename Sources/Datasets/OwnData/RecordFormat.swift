import Glibc
import MemoryBudget

/// The division of a text file into records, so that a scale can select the first ones.
package enum RecordFormat: Hashable, Sendable {
    /// A header, then records of fields as in RFC 4180, in which quoted fields may contain line
    /// breaks.
    case table(separator: UInt8)
    /// One record per line, without a header.
    case lines

    /// The formats by file name extension; files of other formats can't be divided.
    private static let endings: [String: Entry] = [
        "csv": .records(.table(separator: UInt8(ascii: ","))),
        "tsv": .records(.table(separator: UInt8(ascii: "\t"))),
        "tab": .records(.table(separator: UInt8(ascii: "\t"))),
        "jsonl": .records(.lines), "ndjson": .records(.lines), "txt": .records(.lines),
        "log": .records(.lines),
        "json": .other("one JSON document"), "xml": .other("one XML document"),
        "parquet": .other("a Parquet file"), "avro": .other("an Avro file"),
        "orc": .other("an ORC file"), "arrow": .other("an Arrow file"),
        "feather": .other("an Arrow file"), "xlsx": .other("an Excel workbook"),
        "xls": .other("an Excel workbook"), "ods": .other("a spreadsheet"),
        "gz": .other("compressed"), "zip": .other("an archive"), "zst": .other("compressed"),
        "xz": .other("compressed"), "bz2": .other("compressed"), "tar": .other("an archive"),
        "db": .other("a database"), "sqlite": .other("a database"),
        "sqlite3": .other("a database"),
    ]

    private enum Entry {
        case records(RecordFormat)
        /// Another format, described by the words after `it is`.
        case other(String)
    }

    /// The separators that a table may have besides the one its extension implies.
    private static let separators = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// Creates the format of a file from its extension and first bytes.
    ///
    /// - Throws: `DatasetError.Code.notDivisible` for an unknown format, or one in which the first
    ///   records alone are not a valid file.
    package init(of path: String, startingWith start: UnsafeRawBufferPointer) throws(DatasetError) {
        if let format = ForeignFormat(startOf: start) {
            throw Self.notDivisible(path, because: format.name)
        }
        switch Self.endings[Self.ending(of: path).lowercased()] {
        case .other(let what): throw Self.notDivisible(path, because: "it is \(what)")
        case .records(.table(let separator)):
            try Self.refuseBinary(start, path: path)
            self = .table(separator: Self.separator(in: start, first: separator))
        case .records(.lines):
            try Self.refuseBinary(start, path: path)
            try Self.refuseArray(start, path: path)
            self = .lines
        case nil:
            let known = Self.endings.filter { if case .records = $0.value { true } else { false } }
            throw Self.notDivisible(
                path,
                because: "its name has none of the extensions"
                    + " \(known.keys.sorted().map { ".\($0)" }.joined(separator: ", "))")
        }
    }

    /// Returns whether the extension is that of a format with records (true) or of another data
    /// format (false); `nil` for an unknown extension.
    package static func hasRecords(named path: String) -> Bool? {
        switch endings[ending(of: path).lowercased()] {
        case .records: true
        case .other: false
        case nil: nil
        }
    }

    /// The name of the records, in the plural.
    package var unit: String {
        switch self {
        case .table: "rows"
        case .lines: "lines"
        }
    }

    /// Returns the part of a file's name after the last dot; empty without one.
    package static func ending(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return String(name[name.index(after: dot)...])
    }

    private static func notDivisible(_ path: String, because reason: String) -> DatasetError {
        DatasetError(
            .notDivisible,
            "'\(path)' can't be split into records: \(reason); in a scenario, name one"
                + " file per scale with 'files:', or a program that writes the data of a scale with"
                + " 'command:'")
    }

    private static func refuseBinary(
        _ start: UnsafeRawBufferPointer, path: String
    ) throws(DatasetError) {
        guard start.contains(0) else { return }
        throw notDivisible(path, because: "it holds binary data")
    }

    /// Refuses a JSON array that spans many lines, which begins like a JSON line.
    private static func refuseArray(
        _ start: UnsafeRawBufferPointer, path: String
    ) throws(DatasetError) {
        let line = start.drop { isSpace($0) }.prefix { $0 != UInt8(ascii: "\n") }
        let last = line.last { !isSpace($0) }
        guard line.first == UInt8(ascii: "["), last != UInt8(ascii: "]"),
            line.endIndex < start.count
        else { return }
        throw notDivisible(path, because: "it is one JSON array")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        [" ", "\t", "\r", "\n"].contains { UInt8(ascii: $0) == byte }
    }

    /// Returns the first separator found in the header, preferring `first`.
    private static func separator(in start: UnsafeRawBufferPointer, first: UInt8) -> UInt8 {
        let header = start.prefix { $0 != UInt8(ascii: "\n") }
        let wanted = [first] + separators.filter { $0 != first }
        return wanted.first { header.contains($0) } ?? first
    }
}

extension ForeignFormat {
    /// The format, as the end of a sentence after a colon.
    fileprivate var name: String {
        switch self {
        case .utf16: "it is UTF-16"
        case .utf32: "it is UTF-32"
        case .gzip, .zstandard, .xz, .bzip2: "it is compressed"
        case .zip: "it is a ZIP archive, such as an Excel workbook"
        case .sqlite: "it is an SQLite database"
        }
    }
}

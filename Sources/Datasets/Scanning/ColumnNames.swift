import MemoryBudget

/// The names of a table's columns, from the header of a CSV file.
enum ColumnNames {
    /// Returns unique names: empty ones become `column_N`, with N from 1, and repeated ones get
    /// `_2`, `_3`, …. ASCII case is ignored, as in SQLite.
    static func unique(_ names: [String]) -> [String] {
        // Compared as bytes: Swift considers canonically equivalent strings equal.
        var taken: Set<[UInt8]> = []
        return names.enumerated().map { index, given in
            let base = given.isEmpty ? "column_\(index + 1)" : given
            var name = base
            var count = 1
            while !taken.insert(asciiLowercased(name)).inserted {
                count += 1
                name = "\(base)_\(count)"
            }
            return name
        }
    }

    /// Returns the columns of the record that has just ended.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if that record can't be a header.
    static func ofHeader(in machine: borrowing RecordMachine, path: String) throws -> [String] {
        switch machine.defect {
        case .tooLong:
            throw tooLong(path)
        case .unterminatedQuote:
            throw unusable(path, reason: "a quote in its header is never closed")
        case .invalidUTF8:
            throw notUTF8(
                path, reason: "its header is not valid UTF-8",
                advice: ForeignFormat.otherTextAdvice)
        case nil:
            return unique(
                (0..<machine.fieldCount).map { String(decoding: machine.field($0), as: UTF8.self) })
        }
    }

    /// Refuses a file whose first bytes show that it is not UTF-8 text.
    static func refuseForeignFormat(
        _ start: UnsafeRawBufferPointer, path: String
    ) throws(DatasetError) {
        guard let format = ForeignFormat(startOf: start) else { return }
        throw notUTF8(path, reason: "it is not UTF-8 text", advice: format.advice)
    }

    private static func notUTF8(_ path: String, reason: String, advice: String) -> DatasetError {
        DatasetError(.invalidInput, "'\(path)' can't be used as CSV: \(reason): \(advice)")
    }

    static func tooLong(_ path: String) -> DatasetError {
        unusable(path, reason: "its header is longer than 1 MiB")
    }

    static func missing(_ path: String) -> DatasetError {
        unusable(path, reason: "it is empty")
    }

    private static func unusable(_ path: String, reason: String) -> DatasetError {
        DatasetError(
            .invalidInput,
            "'\(path)' can't be used as CSV: \(reason); its first record must name the columns")
    }

    private static func asciiLowercased(_ name: String) -> [UInt8] {
        name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
}

/// The raw start of a file up to and including the line end of its header.
struct HeaderBytes {
    let bytes: [UInt8]

    /// - Throws: `DatasetError.Code.invalidInput` if the file has no usable header.
    init(of path: String) throws {
        // One chunk holds the longest header, so that no line end is split between two.
        let room = RecordMachine.recordBytesMax + 1 << 16
        let file = try InputFile(opening: path, bufferBytes: room)
        bytes = try file.withFirstChunk { chunk in
            try ColumnNames.refuseForeignFormat(chunk, path: path)
            var machine = RecordMachine()
            let end = Self.recordEnd(in: chunk, machine: &machine)
            if end == nil, chunk.count == room { throw ColumnNames.tooLong(path) }
            guard let end = end ?? Self.endOfFile(chunk, machine: &machine) else {
                throw ColumnNames.missing(path)
            }
            _ = try ColumnNames.ofHeader(in: machine, path: path)
            return Array(chunk[..<end])
        }
    }

    /// Returns the index after the first record and its line end; `nil` if none ends in the chunk.
    private static func recordEnd(
        in chunk: UnsafeRawBufferPointer, machine: inout RecordMachine
    ) -> Int? {
        for index in ByteOrderMark.count(in: chunk)..<chunk.count
        where machine.endsRecord(with: chunk[index]) {
            let isCarriageReturn = chunk[index] == UInt8(ascii: "\r")
            let hasLineFeed =
                index + 1 < chunk.count && chunk[index + 1] == UInt8(ascii: "\n")
            return index + (isCarriageReturn && hasLineFeed ? 2 : 1)
        }
        return nil
    }

    /// Returns the end of a file that ends within its first record; `nil` if there is no record.
    private static func endOfFile(
        _ chunk: UnsafeRawBufferPointer, machine: inout RecordMachine
    ) -> Int? {
        machine.endsRecordAtEndOfFile() ? chunk.count : nil
    }
}

/// A copy of a file's header and first records; after the last one, records are repeated.
struct RecordCopy {
    private let file: RecordFile
    private let output: OutputFile
    private let total: Int
    private var done = 0
    private var lastByte = UInt8(ascii: "\n")

    init(of file: RecordFile, to output: OutputFile, total: Int) {
        self.file = file
        self.output = output
        self.total = total
    }

    /// Copies all records, in constant memory.
    mutating func run(_ progress: DatasetProgress.Handler) throws {
        try pass(from: 0, progress: progress)
        while done < total, file.recordCount > 0 {
            if lastByte != UInt8(ascii: "\n") && lastByte != UInt8(ascii: "\r") {
                try file.lineEnd.withUnsafeBytes { try append($0) }
            }
            let before = done
            try pass(from: file.headerByteCount, progress: progress)
            guard done > before else {
                throw DatasetError(
                    .invalidInput, "'\(file.path)' changed while it was being copied; try again")
            }
        }
    }

    /// Copies the records from the first one on, and the header unless `start` is after it.
    private mutating func pass(from start: Int, progress: DatasetProgress.Handler) throws {
        let input = try InputFile(opening: file.path)
        var splitter = RecordSplitter(file.format)
        var offset = 0
        let before = done
        while done < total || offset < file.headerByteCount || splitter.mayTakeLineFeed,
            let chunk = try input.nextChunk()
        {
            // The start of the records in this chunk; the bytes before it are the header.
            let records = min(max(0, file.headerByteCount - offset), chunk.count)
            let taken = splitter.take(
                UnsafeRawBufferPointer(rebasing: chunk[records...]), upTo: total - before)
            let first = min(max(0, start - offset), records)
            try append(UnsafeRawBufferPointer(rebasing: chunk[first..<(records + taken)]))
            offset += chunk.count
            done = before + splitter.count
            try progress(report)
        }
        if splitter.isInside { done += 1 }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        lastByte = bytes.last ?? lastByte
        try output.append(bytes)
    }

    private var report: DatasetProgress {
        DatasetProgress(
            stage: .generating, unitsDone: done, unitsTotal: total, bytesDone: output.byteCount,
            bytesTotal: file.estimatedBytes(of: total))
    }
}

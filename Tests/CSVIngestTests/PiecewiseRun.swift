import Foundation
import GRDB
import PipelineKit

@testable import CSVIngest

/// A streamed ingest of a text that comes in pieces.
struct PiecewiseRun {
    let context: TrialContext
    let bytes: [UInt8]
    /// The maximum bytes per piece.
    var pieceByteCount = Int.max
    /// Called before a piece, with the position of its first byte.
    var beforePiece: (Int) throws -> Void = { _ in }
    var onCommit: @Sendable () throws -> Void = {}
    var onStoringFailed: @Sendable () -> Void = {}

    init(_ text: String, batch: Int, output: String) throws {
        let settings = try Settings([("batch", "\(batch)")], for: CSVIngest().parameters)
        context = TrialContext(
            input: "", output: output, datasetKind: "csv", settings: settings,
            progress: .unwatched())
        bytes = Array(text.utf8)
    }

    func callAsFunction() throws {
        var position = 0
        let ingest = StreamedIngest(
            context, input: "a text", onCommit: onCommit, onStoringFailed: onStoringFailed)
        try ingest.run { memory in
            try beforePiece(position)
            let count = min(memory.count, pieceByteCount, bytes.count - position)
            memory.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
    }

    /// Returns the lines on rejections and remarks.
    func rejections() throws -> [String] {
        let path = context.output + ".rejected.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Returns the table's column `a`, in the order of storing.
    func storedRows() throws -> [String] {
        try DatabaseQueue(path: context.output).read {
            try String.fetchAll($0, sql: "SELECT a FROM input ORDER BY rowid")
        }
    }
}

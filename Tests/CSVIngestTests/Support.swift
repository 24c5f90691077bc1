import Foundation
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

/// A folder that exists as long as a test.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    func write(_ bytes: [UInt8], to name: String = "input.csv") throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }
}

/// One record of a text after splitting.
struct Split: Hashable, CustomStringConvertible {
    var line: Int
    var fields: [[UInt8]]
    var rejection: CSVRecord.Rejection?

    init(_ record: CSVRecord) {
        line = record.line
        rejection = record.rejection
        fields =
            record.rejection == nil ? (0..<record.fieldCount).map { Array(record[$0]) } : []
    }

    init(_ line: Int, _ fields: [String], rejection: CSVRecord.Rejection? = nil) {
        self.line = line
        self.fields = fields.map { Array($0.utf8) }
        self.rejection = rejection
    }

    var description: String {
        "\(line): \(fields.map { String(decoding: $0, as: UTF8.self).debugDescription })"
            + (rejection.map { " \($0)" } ?? "")
    }
}

/// Splits bytes that come in chunks of one size, with a buffer of another size.
func split(_ bytes: [UInt8], chunkByteCount: Int, bufferByteCount: Int) -> [Split] {
    var splitter = RecordSplitter(chunkByteCount: bufferByteCount)
    var records: [Split] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.prefix(chunkByteCount).withUnsafeBytes { splitter.push($0) }
        rest = rest.dropFirst(count)
        while let record = splitter.next() { records.append(Split(record)) }
    }
    splitter.finish()
    while let record = splitter.next() { records.append(Split(record)) }
    return records
}

/// Runs a Python program on JSON text and returns the JSON that it prints.
func python(_ program: String, _ input: Data) throws -> Any {
    let scratch = try Scratch()
    try input.write(to: scratch.url.appending(path: "input.json"))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program, scratch.path("input.json")]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONSerialization.jsonObject(with: output, options: .fragmentsAllowed)
}

/// An artefact of a run with default settings.
func artefact(input: String, output: String, datasetKind: String) throws -> Artefact {
    Artefact(
        input: input, output: output, datasetKind: datasetKind,
        settings: try Settings(for: CSVIngest().parameters))
}

/// Returns the outcome of a correct result with these rows, which are text unless a table says
/// otherwise.
func expectation(
    _ rows: [[String]], table: TableSchema? = nil
) -> VerifiedOutcome {
    var digest = RowDigest()
    for fields in rows {
        var row = RowHash()
        for (index, field) in fields.enumerated() {
            switch table?.columns[index].type {
            case .integer: row.addField(integer: Int64(field) ?? -1)
            case .price: row.addField(real: Double(field) ?? -1)
            default: row.addField(field)
            }
        }
        digest.add(row)
    }
    return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
}

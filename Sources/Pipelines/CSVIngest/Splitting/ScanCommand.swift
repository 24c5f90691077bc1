package import PipelineKit

/// Runs `scan --input PATH`, the splitter alone, to compare its speed with other parsers.
///
/// It prints the number of records, fields and bytes, and the time; nothing is validated or kept.
///
/// ```swift
/// import PipelineKit
///
/// var arguments = ArgumentReader(["--input", "products.csv"])
/// print(try scanCommand(&arguments))
/// ```
package func scanCommand(_ arguments: inout ArgumentReader) throws(WorkerError) -> String {
    let path = try arguments.required("input")
    try arguments.finish()
    let reader = try ChunkedFileReader(path: path)
    var splitter = RecordSplitter()
    var recordCount = 0
    var fieldCount = 0
    let clock = ContinuousClock()
    let start = clock.now
    while try splitter.fill({ memory throws(WorkerError) in try reader.read(into: memory) }) {
        while let record = splitter.next() {
            recordCount += 1
            fieldCount += record.fieldCount
        }
    }
    let elapsed = clock.now - start
    let result: [(String, JSONValue)] = [
        ("records", .integer(recordCount)), ("fields", .integer(fieldCount)),
        ("input_bytes", .integer(reader.byteCount)),
        ("wall_ns", .integer(Int(elapsed / .nanoseconds(1)))),
    ]
    return JSONValue.object(result).description + "\n"
}

import CSVIngest
package import MemoryBudget
package import PipelineKit

/// A pipeline that takes a CSV file over HTTP into an SQLite table; the server is measured.
///
/// ```swift
/// let pipeline = CSVUpload()
/// print(pipeline.strategies.map(\.name))  // buffer-body, unbounded-inbound, temp-file, …
/// ```
package struct CSVUpload: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "csv-upload"
    /// The description in lists.
    package let about = "a CSV file uploaded over HTTP into an SQLite table, by the server"
    /// The unit of progress.
    package let unit = "rows"
    /// The kinds of the generated product feed and of a user's own file.
    package let datasetKinds = ["csv-rows", "csv"]
    /// The maximum output per byte of input: the table, and one strategy's temporary file.
    package let outputBytesPerInputByte: Double? = 2.4
    /// The settings: the rows per commit, the upload's limits, and the database's delay.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "rows per commit", kind: .integer(1...1_000_000)),
        Parameter(
            name: "max-bytes", default: "17179869184",
            about: "maximum size of the request body, in bytes; a longer one is refused",
            kind: .integer(1...(1 << 50))),
        Parameter(
            name: "held-kib", default: "1024",
            about: "maximum part of the file that waits to be parsed, in KiB",
            kind: .integer(64...(1 << 20))),
        Parameter(
            name: "database-delay-ms", default: "0",
            about: "extra milliseconds per commit, to simulate a slow database",
            kind: .integer(0...60_000)),
    ]
    /// The strategies, from the naive one to the recommended one, and one that reads the file from
    /// disk.
    package let strategies: [any Strategy] = [
        BufferBody(), UnboundedInbound(), TempFile(), Upload(), Streamed(),
    ]

    /// Reads the table back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try TableVerifier.verify(artefact)
    }
}

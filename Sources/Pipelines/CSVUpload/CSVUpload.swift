import CSVIngest
package import MemoryBudget
package import PipelineKit

/// A CSV file that is uploaded over HTTP into an SQLite table; the measured process is the server.
package struct CSVUpload: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "csv-upload"
    /// The line in lists.
    package let about = "a CSV file uploaded over HTTP into an SQLite table, by the server"
    /// Rows.
    package let unit = "rows"
    /// The generated product feed, and a user's own file.
    package let datasetKinds = ["csv-rows", "csv"]
    /// The table as of `csv-ingest`, and the temporary file of one strategy beside it.
    package let outputBytesPerInputByte: Double? = 2.4
    /// The batches, the bounds of the upload, and how slow the database is.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "rows per commit", kind: .integer(1...1_000_000)),
        Parameter(
            name: "max-bytes", default: "17179869184",
            about: "the longest request body, in bytes; a longer one is refused",
            kind: .integer(1...(1 << 50))),
        Parameter(
            name: "held-kib", default: "1024",
            about: "the most of the file that waits for the database, in KiB",
            kind: .integer(64...(1 << 20))),
        Parameter(
            name: "database-delay-ms", default: "0",
            about: "milliseconds that each commit takes longer, as with a slow database",
            kind: .integer(0...60_000)),
    ]
    /// From the naive one to ours, and the same file read from disk.
    package let strategies: [any Strategy] = [
        BufferBody(), UnboundedInbound(), TempFile(), Upload(), Streamed(),
    ]

    /// Reads the table back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try TableVerifier.verify(artefact)
    }
}

import CSVIngest
import Glibc
import PipelineKit
import Threads

extension TrialContext {
    /// A function that fills the start of memory with a file's next bytes and returns their number;
    /// 0 is the end.
    typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    /// Stores the rows of an uploaded file, on two new threads.
    ///
    /// - Parameters:
    ///   - onCommit: Called after each commit; its error ends the upload.
    ///   - onStoringFailed: Called if a commit fails; a source that waits for a client should end.
    ///   - makeSource: Opens the file; called on the thread that reads it.
    /// - Throws: The errors of `StreamedIngest.run(from:)`.
    func storeUpload(
        onCommit: @escaping @Sendable () throws -> Void = {},
        onStoringFailed: @escaping @Sendable () -> Void = {},
        from makeSource: @escaping @Sendable () throws -> Source
    ) async throws {
        try await DedicatedThread.run { [self] in
            let source = try makeSource()
            let ingest = StreamedIngest(
                self, input: "the upload",
                onCommit: {
                    waitAsSlowDatabase()
                    try onCommit()
                }, onStoringFailed: onStoringFailed)
            try ingest.run(from: source)
        }
    }

    /// Waits for the delay that a setting adds to each commit.
    private func waitAsSlowDatabase() {
        let milliseconds = settings.integer("database-delay-ms")
        if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
    }
}

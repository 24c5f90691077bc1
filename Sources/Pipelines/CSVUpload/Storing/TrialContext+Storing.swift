import CSVIngest
import Glibc
import PipelineKit
import Threads

extension TrialContext {
    /// Fills the start of some memory with the next bytes of a file, and says how many; 0 is the end.
    typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    /// Stores the rows of an uploaded file, on two threads of its own.
    ///
    /// - Parameters:
    ///   - onCommit: Called after every commit; an error of it ends the upload there.
    ///   - onStoringFailed: Called if a commit fails: if the source waits for a client, it is to end.
    ///   - makeSource: Opens the file; called on the thread that reads it.
    /// - Throws: As `StreamedIngest.run(from:)`.
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

    /// Waits as long as a setting says that a commit takes longer.
    private func waitAsSlowDatabase() {
        let milliseconds = settings.integer("database-delay-ms")
        if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
    }
}

import CSVIngest
import Glibc
import PipelineKit
import Threads

extension TrialContext {
    /// Fills the start of some memory with the next bytes of a file, and says how many; 0 is the end.
    typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    /// Stores the rows of an uploaded file, on a thread of its own.
    ///
    /// - Parameters:
    ///   - onCommit: Called after every commit; an error of it ends the upload there.
    ///   - makeSource: Opens the file; called on that thread.
    /// - Throws: As `StreamedIngest.run(from:)`.
    func storeUpload(
        onCommit: @escaping @Sendable () throws -> Void = {},
        from makeSource: @escaping @Sendable () throws -> Source
    ) async throws {
        try await DedicatedThread.run { [self] in
            let source = try makeSource()
            try StreamedIngest(self, input: "the upload") {
                waitAsSlowDatabase()
                try onCommit()
            }.run(from: source)
        }
    }

    /// Waits as long as a setting says that a commit takes longer.
    private func waitAsSlowDatabase() {
        let milliseconds = settings.integer("database-delay-ms")
        if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
    }
}

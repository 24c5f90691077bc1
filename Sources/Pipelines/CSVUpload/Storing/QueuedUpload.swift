import CSVIngest
import HTTPServing
import Multipart
package import PipelineKit

/// An upload into a table, through a queue: the connection's task takes the form apart, a thread
/// stores rows.
package struct QueuedUpload: Sendable {
    private let context: TrialContext
    private let queue: BlockQueue
    private let commitDelayMilliseconds: Int

    /// Describes an upload into the output of a run.
    package init(_ context: TrialContext, queue: BlockQueue, commitDelayMilliseconds: Int = 0) {
        self.context = context
        self.queue = queue
        self.commitDelayMilliseconds = commitDelayMilliseconds
    }

    /// Reads the form and stores the rows of its file.
    ///
    /// - Throws: What reading or storing throws; both have ended then.
    package func store(_ form: UploadForm) async throws {
        async let isStored: Void = storeRows()
        do {
            try await send(form)
            queue.finish()
        } catch {
            queue.finish(throwing: error)
        }
        try await isStored
    }

    private func send(_ form: UploadForm) async throws {
        let sender = queue.makeSender()
        try await form.readFile {
            sender.take($0)
        } makeRoom: {
            try await sender.sendFull()
        }
        try await sender.sendAll()
    }

    private func storeRows() async throws {
        try await onThread { [self] in
            defer { queue.cancel() }
            let receiver = queue.makeReceiver()
            try StreamedIngest(context, input: "the upload") {
                waitAsSlowDatabase(milliseconds: commitDelayMilliseconds)
                try queue.check()
            }.run { try receiver.read(into: $0) }
        }
    }
}

import HTTPServing
import Multipart
package import PipelineKit

/// An upload into a table, through a queue: the connection's task takes the form apart, a thread
/// stores rows.
package struct QueuedUpload: Sendable {
    private let context: TrialContext
    private let queue: BlockQueue

    /// Describes an upload into the output of a run.
    package init(_ context: TrialContext, queue: BlockQueue) {
        self.context = context
        self.queue = queue
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
        defer { queue.cancel() }
        // The queue may be waiting for a client that sends nothing when storing fails.
        try await context.storeUpload(onCommit: queue.check, onStoringFailed: queue.cancel) {
            [queue] in
            let receiver = queue.makeReceiver()
            return { try receiver.read(into: $0) }
        }
    }
}

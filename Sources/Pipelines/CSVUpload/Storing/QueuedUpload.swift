import HTTPServing
import Multipart
package import PipelineKit

/// An upload that passes through a queue: the connection's task parses the form, a thread stores
/// rows.
///
/// ```swift
/// import PipelineKit
///
/// func store(_ form: UploadForm, _ context: TrialContext) async throws {
///     let queue = BlockQueue(byteCountMax: 1 << 20)
///     try await QueuedUpload(context, queue: queue).store(form)
/// }
/// ```
package struct QueuedUpload: Sendable {
    private let context: TrialContext
    private let queue: BlockQueue

    /// Creates an upload into a run's output.
    package init(_ context: TrialContext, queue: BlockQueue) {
        self.context = context
        self.queue = queue
    }

    /// Reads the form and stores the rows of its file.
    ///
    /// - Throws: The error of reading or of storing, after both have ended.
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
        // If storing fails, the queue may still be waiting for a client that sends nothing.
        try await context.storeUpload(onCommit: queue.check, onStoringFailed: queue.cancel) {
            [queue] in
            let receiver = queue.makeReceiver()
            return { try receiver.read(into: $0) }
        }
    }
}

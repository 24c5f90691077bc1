import CSVUpload
import HTTPServing
import NIOCore
import PipelineKit
import Synchronization

/// An upload in progress.
final class RunningUpload: Sendable {
    let context: TrialContext
    /// The blocks of the file on their way into the database.
    let queue: BlockQueue
    private let channel: any Channel
    private let initial: UploadStatus
    private let byteCount = Atomic(0)

    init(_ status: UploadStatus, context: TrialContext, channel: any Channel) {
        initial = status
        self.context = context
        queue = BlockQueue(byteCountMax: context.settings.integer("held-kib") << 10)
        self.channel = channel
    }

    var id: Int { initial.id }

    /// The current state.
    var status: UploadStatus {
        var status = initial
        status.byteCount = byteCount.load(ordering: .relaxed)
        status.rowCount = context.progress.unitsDone
        status.rejectedCount = context.progress.unitsRejected
        status.hasRejectedFile = context.rejected.isRecorded
        return status
    }

    /// Records bytes of the body that arrived.
    func receive(byteCount: Int) {
        self.byteCount.store(byteCount, ordering: .relaxed)
    }

    /// Ends the upload after its current batch, and tells the client.
    func stop() {
        // The body's reader may be waiting for the database, or for the client.
        queue.finish(throwing: ServiceStopping())
        channel.pipeline.fireErrorCaught(ServiceStopping())
    }
}

/// The error of uploads that a stop of the service ends.
struct ServiceStopping: Error, CustomStringConvertible {
    var description: String { "the service is stopping" }
}

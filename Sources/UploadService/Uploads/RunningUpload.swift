import CSVUpload
import HTTPServing
import NIOCore
import PipelineKit
import Synchronization

/// An upload that is on its way.
final class RunningUpload: Sendable {
    let context: TrialContext
    /// The file on its way into the database.
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

    /// Where it is.
    var status: UploadStatus {
        var status = initial
        status.byteCount = byteCount.load(ordering: .relaxed)
        status.rowCount = context.progress.unitsDone
        status.rejectedCount = context.progress.unitsRejected
        status.hasRejectedFile = context.rejected.isRecorded
        return status
    }

    /// Says how much of the body came.
    func receive(byteCount: Int) {
        self.byteCount.store(byteCount, ordering: .relaxed)
    }

    /// Ends it behind the last batch; its client is told.
    func stop() {
        // Whoever reads the body may be waiting for the database, or for the client.
        queue.finish(throwing: ServiceStopping())
        channel.pipeline.fireErrorCaught(ServiceStopping())
    }
}

/// The service is asked to stop.
struct ServiceStopping: Error, CustomStringConvertible {
    var description: String { "the service is stopping" }
}

import HTTPServing
import NIOCore
import PipelineKit
import Synchronization

/// The uploads of a service: those that run, and the last that have ended.
final class UploadRegister: Sendable {
    /// The most ended uploads that are remembered.
    static let endedCountMax = 100

    /// Tells pages of every upload.
    let hub = EventHub<[UploadStatus]>([]) { statuses in
        StreamedEvent(
            "uploads", data: JSONValue.array(statuses.map { .object($0.members) }).description)
    }

    private let folder: UploadFolder
    private let settings: Settings
    private let runningCountMax: Int
    private let state = Mutex(State())

    private struct State {
        var running: [Int: RunningUpload] = [:]
        var ended: [UploadStatus] = []
        var completeCount = 0
        var failedCount = 0
        var nextNumber = 1
        var isStopping = false
    }

    init(folder: UploadFolder, settings: Settings, runningCountMax: Int) {
        self.folder = folder
        self.settings = settings
        self.runningCountMax = runningCountMax
    }

    /// The outcome of a request for an upload.
    enum Answer: Sendable {
        case begun(RunningUpload)
        /// As many as may be are running.
        case busy
        case stopping
    }

    /// Begins an upload with a database of its own.
    ///
    /// - Throws: ``WorkerError`` with code `io` if no database can be made.
    func begin(declaredByteCount: Int?, channel: any Channel) throws -> Answer {
        let answer = try state.withLock { state -> Answer in
            if state.isStopping { return .stopping }
            guard state.running.count < runningCountMax else { return .busy }
            let number = try folder.takeNumber(from: state.nextNumber)
            state.nextNumber = number + 1
            let status = UploadStatus(id: number, declaredByteCount: declaredByteCount)
            let upload = RunningUpload(status, context: context(of: status), channel: channel)
            state.running[number] = upload
            return .begun(upload)
        }
        if case .begun(let upload) = answer { publish(upload.status) }
        return answer
    }

    private func context(of status: UploadStatus) -> TrialContext {
        TrialContext(
            input: "the upload", output: folder.path(of: status.databaseName), datasetKind: "csv",
            settings: settings, progress: .unwatched())
    }

    /// Ends an upload.
    func end(_ upload: RunningUpload, as stage: UploadStatus.Stage) {
        var status = upload.status
        status.stage = stage
        let ended = status
        if stage == .failed { folder.giveBack(ended) }
        state.withLock { state in
            state.running[ended.id] = nil
            state.ended = state.ended.suffix(Self.endedCountMax - 1) + [ended]
            if stage == .complete { state.completeCount += 1 } else { state.failedCount += 1 }
        }
        publish(ended)
    }

    /// Tells pages of the uploads that run.
    func publishRunning() {
        let running = state.withLock { Array($0.running.values) }
        for upload in running { publish(upload.status) }
    }

    private func publish(_ status: UploadStatus) {
        hub.publish { statuses in
            if let index = statuses.firstIndex(where: { $0.id == status.id }) {
                // One that has ended stays so, and silence is no news.
                guard statuses[index].stage == .running, statuses[index] != status else {
                    return nil
                }
                statuses[index] = status
            } else {
                statuses = statuses.suffix(Self.endedCountMax - 1) + [status]
            }
            return StreamedEvent("upload", data: JSONValue.object(status.members).description)
        }
    }

    /// Where an upload is; nil for one that isn't known, or no longer.
    func status(of id: Int) -> UploadStatus? {
        state.withLock { state in
            state.running[id]?.status ?? state.ended.last { $0.id == id }
        }
    }

    /// The state of the service.
    var health: [(key: String, value: JSONValue)] {
        state.withLock { state in
            [
                ("status", .string(state.isStopping ? "stopping" : "ok")),
                ("uploads_running", .integer(state.running.count)),
                ("uploads_complete", .integer(state.completeCount)),
                ("uploads_failed", .integer(state.failedCount)),
            ]
        }
    }

    /// Whether no more uploads are begun.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Begins no more, and ends those that run.
    func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return Array(state.running.values)
        }
        for upload in running { upload.stop() }
        hub.end()
    }
}

import HTTPServing
import NIOCore
import PipelineKit
import Synchronization

/// The uploads of a service: the running ones, and the last finished ones.
final class UploadRegister: Sendable {
    /// The maximum number of finished uploads to remember.
    static let endedCountMax = 100

    /// The event stream of all uploads.
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
        /// The maximum number of uploads is running.
        case busy
        case stopping
    }

    /// Starts an upload with a database of its own.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the database can't be created.
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

    /// Publishes the state of the running uploads.
    func publishRunning() {
        let running = state.withLock { Array($0.running.values) }
        for upload in running { publish(upload.status) }
    }

    private func publish(_ status: UploadStatus) {
        hub.publish { statuses in
            if let index = statuses.firstIndex(where: { $0.id == status.id }) {
                // A finished upload doesn't change any more, and an unchanged state is not an
                // event.
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

    /// Returns the state of an upload; `nil` for one that is unknown or forgotten.
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

    /// Whether the service is stopping and starts no more uploads.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Stops starting uploads, and ends those that are running.
    func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return Array(state.running.values)
        }
        for upload in running { upload.stop() }
        hub.end()
    }
}

import PipelineKit
import Synchronization

/// The state of a server at one moment.
package struct TicketServerStatus: Hashable, Sendable {
    /// The ways in which an export can end.
    package enum Ending: String, CaseIterable, Hashable, Sendable {
        case completed
        case empty
        case brokenOff = "broken_off"
        case failed
        /// Refused because too many were running.
        case refused
    }

    /// Whether no more exports are begun.
    package var isStopping = false
    /// Exports that are running.
    package var runningCount = 0
    /// The numbers of exports that ended in each way since the start.
    package var endCounts: [Ending: Int] = [:]
    /// Rows that were written since the start, those of broken-off exports included.
    package var rowCount = 0
    /// Bytes that were handed to connections and are in this process still: now.
    package var heldByteCount = 0
    /// The most of them at once since the start.
    package var heldByteCountMax = 0
}

/// The state that a server's exchanges share.
final class TicketServerState: Sendable {
    /// Bytes on their way.
    let held = HeldBytes()
    private let exportCountMax: Int
    private let current = Mutex(TicketServerStatus())

    init(exportCountMax: Int) {
        self.exportCountMax = exportCountMax
    }

    /// Begins an export, unless as many as may be are running; then that is counted.
    func begin() -> Bool {
        current.withLock { status in
            guard status.runningCount < exportCountMax else {
                status.endCounts[.refused, default: 0] += 1
                return false
            }
            status.runningCount += 1
            return true
        }
    }

    /// Ends an export that was begun; a look at whether there is one isn't counted.
    func end(_ end: ExportEnd, isLook: Bool) {
        let ending: TicketServerStatus.Ending =
            switch end {
            case .complete: .completed
            case .empty: .empty
            case .brokenOff: .brokenOff
            case .failed: .failed
            }
        current.withLock { status in
            status.runningCount -= 1
            if !isLook { status.endCounts[ending, default: 0] += 1 }
        }
    }

    /// Says that no more exports are begun.
    func stop() {
        current.withLock { $0.isStopping = true }
    }

    func status(progress: TrialProgress) -> TicketServerStatus {
        var status = current.withLock { $0 }
        status.rowCount = progress.unitsDone
        (status.heldByteCount, status.heldByteCountMax) = held.byteCounts
        return status
    }
}

import PipelineKit
import Synchronization

/// The state of a server at one moment.
package struct TicketServerStatus: Hashable, Sendable {
    /// The outcomes of an export.
    package enum Ending: String, CaseIterable, Hashable, Sendable {
        case completed
        case empty
        case brokenOff = "broken_off"
        case failed
        /// The export was refused because too many were running.
        case refused
    }

    /// Whether the server is stopping and starts no more exports.
    package var isStopping = false
    /// The number of running exports.
    package var runningCount = 0
    /// The number of exports by outcome, since the start.
    package var endCounts: [Ending: Int] = [:]
    /// The number of rows written since the start, including those of interrupted exports.
    package var rowCount = 0
    /// The number of bytes passed to connections that are still in this process's memory.
    package var heldByteCount = 0
    /// The maximum of these bytes since the start.
    package var heldByteCountMax = 0
}

/// The state shared by a server's exchanges.
final class TicketServerState: Sendable {
    /// The bytes in transit.
    let held = HeldBytes()
    private let exportCountMax: Int
    private let current = Mutex(TicketServerStatus())

    init(exportCountMax: Int) {
        self.exportCountMax = exportCountMax
    }

    /// Starts an export; returns false and counts a refusal if the maximum number is running.
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

    /// Ends an export; a check whether there is anything to export isn't counted.
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

    /// Stops starting exports.
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

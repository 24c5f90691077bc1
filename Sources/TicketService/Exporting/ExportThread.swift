import PipelineKit
import Threads

extension ExportJob {
    /// Runs the export on a thread of its own, because reading a database blocks, as does waiting
    /// for a slow client.
    ///
    /// - Parameter isLook: Whether to only check if there is anything to export.
    func runOnThread(isLook: Bool) async -> ExportEnd {
        do {
            return try await DedicatedThread.run { isLook ? look() : run() }
        } catch {
            return .failed(error, isBegun: false)
        }
    }
}

import PipelineKit
import Threads

extension ExportJob {
    /// Does its work on a thread of its own: reading a database blocks, and waits for whoever reads
    /// the answer slowly.
    ///
    /// - Parameter isLook: Whether it only looks whether there is anything to export.
    func runOnThread(isLook: Bool) async -> ExportEnd {
        do {
            return try await DedicatedThread.run { isLook ? look() : run() }
        } catch {
            return .failed(error, isBegun: false)
        }
    }
}

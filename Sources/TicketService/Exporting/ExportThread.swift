import PipelineKit
import Threads

extension ExportJob {
    /// Does its work on a thread of its own: reading a database blocks, and waits for whoever reads
    /// the answer slowly.
    ///
    /// - Parameter isLook: Whether it only looks whether there is anything to export.
    func runOnThread(isLook: Bool) async -> ExportEnd {
        await withCheckedContinuation { continuation in
            do {
                try DedicatedThread {
                    continuation.resume(returning: isLook ? look() : run())
                }.detach()
            } catch {
                continuation.resume(returning: .failed(error, isBegun: false))
            }
        }
    }
}

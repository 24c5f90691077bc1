import Glibc
import PipelineKit
import Threads

/// Runs `body` on a thread of its own: what blocks has no place on the few threads that run tasks.
///
/// - Throws: ``WorkerError`` with code `io` if the system has no thread left; what `body` throws.
func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        do {
            let thread = try DedicatedThread { done.resume(with: Result { try body() }) }
            thread.detach()
        } catch {
            done.resume(throwing: error)
        }
    }
}

/// Makes a commit take longer.
func waitAsSlowDatabase(milliseconds: Int) {
    if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
}

import NIOCore

/// Runs a task on the event loop of its connection, so that no thread has to wake another for every
/// chunk.
///
/// For work that never blocks: everything else on that loop waits for it.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

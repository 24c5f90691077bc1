import NIOCore

/// An executor that runs a task on the event loop of its connection, so that no thread must wake
/// another for every chunk.
///
/// Only for work that never blocks: everything else on that loop waits for it.
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

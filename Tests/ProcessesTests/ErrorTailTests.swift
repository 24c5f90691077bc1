import Glibc
import Synchronization
import Testing
import Threads

@testable import Processes

@Suite("The end of what a command wrote to standard error")
struct ErrorTailTests {
    @Test(
        "A writer that stays behind and never falls silent is not listened to for ever",
        .timeLimit(.minutes(1)))
    func chatterbox() throws {
        let tail = try ErrorTail()
        let theirs = dup(tail.writeEnd)
        // Writing to a pipe that nobody reads any more must be an error here, not the end.
        _ = signal(SIGPIPE, SIG_IGN)
        let drain = try DedicatedThread { tail.drain() }
        let stop = Stop()
        let writer = try DedicatedThread {
            var byte = UInt8(ascii: "x")
            while !stop.isSet, write(theirs, &byte, 1) == 1 { usleep(1000) }
        }
        usleep(20_000)
        tail.finish()
        drain.join()
        stop.set()
        writer.join()
        close(theirs)
        #expect(tail.text.hasPrefix("xx"))
    }

    /// A flag for another thread.
    private final class Stop: Sendable {
        private let flag = Mutex(false)
        var isSet: Bool { flag.withLock { $0 } }
        func set() { flag.withLock { $0 = true } }
    }
}

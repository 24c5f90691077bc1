import Glibc
import Synchronization
import Testing
import Threads

@testable import Processes

@Suite("The end of a command's standard error")
struct ErrorTailTests {
    @Test(
        "A remaining writer that keeps writing is not read forever",
        .timeLimit(.minutes(1)))
    func chatterbox() throws {
        let tail = try ErrorTail()
        let theirs = dup(tail.writeEnd)
        // Writing to a closed pipe must be an error here, not end the program.
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

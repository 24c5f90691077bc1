import PipelineKit
import Synchronization
import Testing
import Threads

@Suite("A channel between threads with a limit on its bytes")
struct ByteBoundedChannelTests {
    @Test("Everything that many threads send arrives once, and the bytes in transit stay bounded")
    func everything() throws {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 100, senderCount: 3)
        let outstanding = Atomic(0)
        let most = Atomic(0)
        let producers = (0..<3).map { sender in
            { @Sendable () throws in
                for number in 0..<1000 {
                    let byteCount = 1 + number % 60
                    #expect(channel.send(sender * 1000 + number, byteCount: byteCount))
                    let now = outstanding.add(byteCount, ordering: .relaxed).newValue
                    most.max(now, ordering: .relaxed)
                }
            }
        }
        var received: [Int] = []
        try channel.run(producers: producers) { number in
            received.append(number)
            outstanding.subtract(1 + number % 1000 % 60, ordering: .relaxed)
        }
        #expect(received.sorted() == Array(0..<3000))
        for sender in 0..<3 {
            let own = received.filter { $0 / 1000 == sender }
            #expect(own == own.sorted(), "each sender's elements stay in order")
        }
        // A sender counts after it has sent: each of the three may be one element late.
        #expect(most.load(ordering: .relaxed) <= 100 + 3 * 60)
    }

    @Test("A sender waits until the receiver has finished enough bytes")
    func backpressure() throws {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 10)
        let sentCount = Atomic(0)
        let sender = try DedicatedThread {
            for number in 0..<4 where channel.send(number, byteCount: 5) {
                sentCount.add(1, ordering: .sequentiallyConsistent)
            }
            channel.finish()
        }
        // Received elements still count, so that one more fits, and then none.
        #expect(channel.receive() == 0)
        while sentCount.load(ordering: .sequentiallyConsistent) < 2 {}
        #expect(sentCount.load(ordering: .sequentiallyConsistent) == 2)
        #expect(channel.receive() == 1)
        while sentCount.load(ordering: .sequentiallyConsistent) < 3 {}
        #expect(channel.receive() == 2)
        #expect(channel.receive() == 3)
        #expect(channel.receive() == nil)
        sender.join()
    }

    @Test("An element larger than the limit passes alone")
    func oversized() throws {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 10)
        var received: [Int] = []
        let send = { @Sendable () throws in
            for number in [1, 1_000_000, 2, 2_000_000] {
                _ = channel.send(number, byteCount: number)
            }
        }
        try channel.run(producers: [send]) { received.append($0) }
        #expect(received == [1, 1_000_000, 2, 2_000_000])
    }

    @Test("A failing receiver ends waiting senders, and its error is reported")
    func receiverFails() {
        struct Full: Error {}
        let channel = ByteBoundedChannel<Int>(byteCountMax: 1, senderCount: 2)
        let endedCount = Atomic(0)
        let send = { @Sendable () throws in
            while channel.send(1, byteCount: 1) {}
            endedCount.add(1, ordering: .relaxed)
            throw CancellationError()
        }
        #expect(throws: Full.self) {
            try channel.run(producers: [send, send]) { _ in throw Full() }
        }
        #expect(endedCount.load(ordering: .relaxed) == 2)
    }

    @Test("A failing sender ends the receiver and the other senders, and its error is thrown")
    func senderFails() {
        struct Broken: Error {}
        let channel = ByteBoundedChannel<Int>(byteCountMax: 4, senderCount: 2)
        let endless = { @Sendable () throws in
            while channel.send(1, byteCount: 1) {}
            throw CancellationError()
        }
        #expect(throws: Broken.self) {
            try channel.run(producers: [endless, { throw Broken() }]) { _ in }
        }
    }

    @Test("With the receiver on a thread of its own, everything arrives in order")
    func receiverAside() throws {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 100)
        let received = Mutex<[Int]>([])
        try channel.run {
            while let number = channel.receive() { received.withLock { $0.append(number) } }
        } produce: {
            for number in 0..<1000 { #expect(channel.send(number, byteCount: 1 + number % 60)) }
        }
        #expect(received.withLock { $0 } == Array(0..<1000))
    }

    @Test("Everything a sender sent before it failed reaches the receiver on another thread")
    func senderFailsHere() {
        struct Broken: Error {}
        let channel = ByteBoundedChannel<Int>(byteCountMax: 2)
        let received = Mutex<[Int]>([])
        #expect(throws: Broken.self) {
            try channel.run {
                while let number = channel.receive() { received.withLock { $0.append(number) } }
            } produce: {
                for number in 0..<100 { _ = channel.send(number, byteCount: 1) }
                throw Broken()
            }
        }
        #expect(received.withLock { $0 } == Array(0..<100))
    }

    @Test("A failing receiver on another thread ends the sender, and its error is reported")
    func receiverFailsAside() {
        struct Full: Error {}
        let channel = ByteBoundedChannel<Int>(byteCountMax: 1)
        #expect(throws: Full.self) {
            try channel.run {
                _ = channel.receive()
                throw Full()
            } produce: {
                while channel.send(1, byteCount: 1) {}
                throw CancellationError()
            }
        }
    }

    @Test("A sender doesn't wait for a receiver on another thread that left without an error")
    func receiverLeaves() throws {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 1)
        try channel.run(consumer: {}) {
            while channel.send(1, byteCount: 1) {}
        }
    }

    @Test("A returned element can be reused, once")
    func recycling() {
        let channel = ByteBoundedChannel<Int>(byteCountMax: 4)
        #expect(channel.spare() == nil)
        channel.recycle(7)
        #expect(channel.spare() == 7)
        #expect(channel.spare() == nil)
    }
}

import Testing

@testable import PipelineKit

@Suite("A channel between tasks with a limit on its bytes")
struct AsyncByteChannelTests {
    @Test("Everything sent is received, and the end after the last sender")
    func all() async {
        let channel = AsyncByteChannel<Int>(byteCountMax: 100, senderCount: 4)
        let received = await withTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask {
                    for number in 0..<250 {
                        _ = await channel.send(sender * 250 + number, byteCount: 30)
                    }
                    await channel.finish()
                }
            }
            var received: [Int] = []
            while case let numbers = await channel.receiveAll(), !numbers.isEmpty {
                #expect(numbers.count <= 3)
                received += numbers
            }
            return received
        }
        #expect(received.sorted() == Array(0..<1000))
    }

    @Test("An element larger than the limit passes alone, and counts while it is processed")
    func large() async {
        let channel = AsyncByteChannel<String>(byteCountMax: 10, senderCount: 1)
        let sender = Task {
            var isSent: [Bool] = []
            isSent.append(await channel.send("large", byteCount: 1000))
            isSent.append(await channel.send("small", byteCount: 1))
            await channel.finish()
            return isSent
        }
        #expect(await channel.receiveAll() == ["large"])
        #expect(await channel.receiveAll() == ["small"])
        #expect(await channel.receiveAll() == [])
        #expect(await sender.value == [true, true])
    }

    @Test("A cancelled channel keeps no task waiting")
    func cancelled() async {
        let channel = AsyncByteChannel<Int>(byteCountMax: 1, senderCount: 1)
        #expect(await channel.send(1, byteCount: 1))
        let waiting = Task { await channel.send(2, byteCount: 1) }
        await channel.cancel()
        #expect(await !waiting.value)
        #expect(await channel.receiveAll() == [])
    }
}

import Foundation
import HTTPServing
import TestSupport
import Testing

@Suite("Bodies that are read as they arrive", .serialized)
struct BodyLimitTests {
    private func text(_ count: Int) -> String { String(repeating: "a", count: count) }

    private func chunked(_ count: Int, of size: Int) -> String {
        var text = ""
        for start in stride(from: 0, to: count, by: size) {
            let length = min(size, count - start)
            text += String(length, radix: 16) + "\r\n" + self.text(length) + "\r\n"
        }
        return text + "0\r\n\r\n"
    }

    @Test("A body of the maximum length is accepted, and one byte more is refused with 413")
    func limit() async throws {
        try await BodyServer.running { server in
            for count in [999, 1000] {
                let plain = try await server.answer(
                    to: head("content-length: \(count)\r\n") + text(count))
                #expect(plain.status == 200 && plain.body == "\(count)", "\(plain)")
                for size in [1, 7, 2000] {
                    let answer = try await server.answer(
                        to: head("transfer-encoding: chunked\r\n") + chunked(count, of: size))
                    #expect(answer.status == 200 && answer.body == "\(count)", "\(answer)")
                }
            }
            for size in [1, 7, 2000] {
                let answer = try await server.answer(
                    to: head("transfer-encoding: chunked\r\n") + chunked(1001, of: size))
                #expect(answer.status == 413 && answer.isEnded, "\(answer)")
            }
        }
    }

    @Test("A declared length that is too long is refused before anything is read")
    func declaredLength() async throws {
        try await BodyServer.running { server in
            let answer = try await server.answer(to: head("content-length: 1001\r\n"))
            #expect(answer.status == 413 && answer.isEnded)
            #expect(server.received.byteCount == 0)
            #expect(server.received.errors == [.tooLong(byteCountMax: 1000)])
        }
    }

    @Test("A client that waits for 100 Continue gets it, unless it is refused")
    func expectation() async throws {
        try await BodyServer.running { server in
            let connection = try server.sending(
                head("expect: 100-continue\r\ncontent-length: 3\r\n"))
            let word = try await connection.read(until: "\r\n\r\n")
            #expect(word.hasPrefix("HTTP/1.1 100 "))
            connection.send("abc")
            let answer = await HTTPAnswer(reading: connection)
            #expect(answer.status == 200 && answer.body == "3")
            let refused = try await server.answer(
                to: head("expect: 100-continue\r\ncontent-length: 1001\r\n"))
            #expect(refused.status == 413)
            let other = try await server.answer(to: head("expect: magic\r\ncontent-length: 3\r\n"))
            #expect(other.status == 417)
        }
    }

    @Test("A connection may carry several bodies")
    func severalRequests() async throws {
        try await BodyServer.running { server in
            let connection = try server.sending(
                head("content-length: 3\r\n", isLast: false) + "abc"
                    + head("content-length: 2\r\n") + "de")
            let answers = await connection.readToEnd()
            #expect(answers.text.components(separatedBy: "HTTP/1.1 200").count == 3)
        }
    }

    @Test("A body is cut off if the connection ends before it, with any coding")
    func cutOff() async throws {
        try await BodyServer.running { server in
            for headers in ["content-length: 10\r\n", "transfer-encoding: chunked\r\n"] {
                do { _ = try server.sending(head(headers) + "3\r\nabc\r\n") }
            }
            for _ in 0..<2000 where server.received.errors.count < 2 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(server.received.errors == [.cutOff, .cutOff])
        }
    }

    @Test(
        "A body that stops, or drips, gets an answer and ends the connection",
        arguments: ["", "a"])
    func slow(drop: String) async throws {
        var bounds = BodyServer.bounds
        bounds.requestMillisecondsMax = 200
        try await BodyServer.running(bounds) { server in
            let connection = try server.sending(head("content-length: 900\r\n"))
            for _ in 0..<2000 where server.received.errors.isEmpty {
                connection.send(drop)
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(server.received.errors == [.tooSlow])
            let answer = await HTTPAnswer(reading: connection)
            #expect(answer.status == 408 && answer.isEnded, "\(answer)")
        }
    }

    @Test("A body may take longer than the maximum silence")
    func steady() async throws {
        var bounds = BodyServer.bounds
        bounds.requestMillisecondsMax = 300
        try await BodyServer.running(bounds, bytesPerSecondMin: 1) { server in
            let connection = try server.sending(head("content-length: 10\r\n"))
            for _ in 0..<10 {
                try await Task.sleep(for: .milliseconds(60))
                connection.send("a")
            }
            #expect(await HTTPAnswer(reading: connection).body == "10")
        }
    }

    @Test("A slow reader keeps its client waiting, and the client is not blamed")
    func backpressure() async throws {
        var bounds = BodyServer.bounds
        bounds.bodyByteCountMax = 1 << 30
        bounds.requestMillisecondsMax = 200
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let mayRead: @Sendable () async -> Void = { for await _ in gate {} }
        try await BodyServer.running(bounds, mayRead: mayRead) { server in
            let size = 64 << 20
            let connection = try server.sending(head("content-length: \(size)\r\n"))
            let sentCount = await connection.sendUntilStuck(byteCount: size)
            // Sockets and the connection's own chunks hold a few MiB at most.
            #expect(sentCount < 32 << 20)
            #expect(server.received.byteCount <= 1 << 20)
            // Longer than a client may be silent.
            try await Task.sleep(for: .milliseconds(400))
            #expect(server.received.errors.isEmpty)
            opening.finish()
            await connection.sendAll(byteCount: size - sentCount)
            #expect(await HTTPAnswer(reading: connection).body == "\(size)")
        }
    }
}

import Foundation
import HTTPServing
import TestSupport
import Testing

@Suite("Server-Sent Events", .serialized)
struct EventStreamTests {
    @Test("A new subscriber gets the state, then every later event, once")
    func new() async throws {
        let events = try await CountedStream.running { stream in
            stream.tick()
            let connection = try stream.subscribe()
            #expect(await connection.hasAnswer(withinMilliseconds: 10_000))
            for _ in 0..<50 { stream.tick() }
            return await stream.events(of: connection)
        }
        #expect(events.first?.name == "state" && events.first?.retry == "500")
        // The state may already include some of the ticks.
        let first = Int(events.first?.data ?? "") ?? 0
        #expect(events.map(\.data) == (first...51).map(String.init))
        #expect(events.dropFirst().allSatisfy { $0.name == "tick" && $0.retry == nil })
    }

    @Test("A client that reconnects gets the events it missed, and none twice")
    func reconnecting() async throws {
        let (first, second) = try await CountedStream.running { stream in
            let id = try await Self.lastID(in: stream, ticks: 3)
            for _ in 0..<4 { stream.tick() }
            let connection = try stream.subscribe(after: id)
            return (id, await stream.events(of: connection))
        }
        #expect(first.hasSuffix("-3"))
        #expect(second.map(\.data) == ["4", "5", "6", "7"])
        #expect(second.allSatisfy { $0.name == "tick" })
    }

    /// Ticks, and returns the identifier of the last event that a subscriber saw.
    private static func lastID(in stream: CountedStream, ticks: Int) async throws -> String {
        for _ in 0..<ticks { stream.tick() }
        let connection = try stream.subscribe()
        let text = try await connection.read(until: "event:state\ndata: \(ticks)\n\n")
        return try #require(Received.all(in: text).last?.id)
    }

    @Test(
        "A client that was away for longer than events are kept gets the state",
        arguments: [(4, 1 << 20), (1 << 20, 100)])
    func away(countMax: Int, byteCountMax: Int) async throws {
        var bounds = EventBounds()
        bounds.backlogCountMax = countMax
        bounds.backlogByteCountMax = byteCountMax
        let events = try await CountedStream.running(bounds) { stream in
            let id = try await Self.lastID(in: stream, ticks: 3)
            for _ in 0..<20 { stream.tick() }
            let connection = try stream.subscribe(after: id)
            return await stream.events(of: connection)
        }
        #expect(events.map(\.name) == ["state"] && events.map(\.data) == ["23"])
    }

    @Test(
        "An identifier of another stream, or an invalid one, gets the state",
        arguments: ["0-1", "1", "", "-", "x-y", "ffffffff-99999999999999999999", "1-2-3"])
    func foreign(id: String) async throws {
        let events = try await CountedStream.running { stream in
            for _ in 0..<5 { stream.tick() }
            let connection = try stream.subscribe(after: id)
            return await stream.events(of: connection)
        }
        #expect(events.map(\.name) == ["state"] && events.map(\.data) == ["5"])
    }

    @Test("Line breaks in a payload arrive as line feeds, and none adds a field")
    func lines() async throws {
        let events = try await CountedStream.running { stream in
            stream.hub.publish { _ in
                StreamedEvent("a\r\nid:9", data: " one\r\ntwo\rid:7\n\nevent: x")
            }
            let id = try await Self.lastID(in: stream, ticks: 0)
            let before = id.replacing(/-1$/, with: "-0")
            return await stream.events(of: try stream.subscribe(after: before))
        }
        #expect(events.map(\.data) == [" one\ntwo\nid:7\n\nevent: x"])
        #expect(events.map(\.name) == ["aid:9"] && events[0].id?.hasSuffix("-1") == true)
    }

    @Test("A silent stream sends comments from time to time")
    func keepAlive() async throws {
        let text = try await CountedStream.running(CountedStream.quick) { stream in
            let connection = try stream.subscribe()
            return try await connection.read(until: "\n\n:\n\n:\n\n")
        }
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"))
    }

    @Test("A slow reader gets the newest state instead of events it can't keep up with")
    func slow() async throws {
        let padding = String(repeating: "x", count: 1000)
        let (events, count) = try await CountedStream.running { stream in
            let connection = try stream.subscribe()
            // More than the kernel buffers for it, and more than the kept events.
            for _ in 0..<20_000 { stream.tick(padding) }
            // It reads what waits for it, and then catches up.
            _ = try await connection.read(until: "event:state\ndata: 20000\n\n")
            stream.tick()
            let rest = await stream.events(of: connection)
            return (rest, stream.hub.state)
        }
        #expect(events.map(\.data) == ["20001"] && count == 20_001)
    }

    @Test("A subscriber that reads nothing is cut off, and others stay")
    func stuck() async throws {
        var bounds = CountedStream.quick
        bounds.stuckMillisecondsMax = 300
        let (ended, events) = try await CountedStream.running(bounds) { stream in
            let stuck = try stream.subscribe()
            let other = try stream.subscribe()
            let padding = String(repeating: "x", count: 1000)
            // This one never reads; the other one does, in a task of its own.
            async let read = HTTPAnswer(reading: other)
            var isCut = false
            for _ in 0..<400 where !isCut {
                for _ in 0..<100 { stream.tick(padding) }
                try await Task.sleep(for: .milliseconds(10))
                isCut = await stuck.isCutOff()
            }
            stream.hub.end()
            return (isCut, Received.all(in: await read.body))
        }
        #expect(ended)
        #expect(events.last.map { $0.data.prefix { $0.isNumber } } != "0")
    }

    @Test("The end closes readers, and a moment later clients that don't read")
    func end() async throws {
        var bounds = EventBounds()
        bounds.endMillisecondsMax = 100
        let (read, unread) = try await CountedStream.running(bounds) { stream in
            let (reader, sleeper) = (try stream.subscribe(), try stream.subscribe())
            #expect(await reader.hasAnswer(withinMilliseconds: 10_000))
            #expect(await sleeper.hasAnswer(withinMilliseconds: 10_000))
            let padding = String(repeating: "x", count: 100_000)
            for _ in 0..<100 { stream.tick(padding) }
            stream.stop()
            async let read = reader.readToEnd()
            var isCut = false
            for _ in 0..<1000 where !isCut {
                try await Task.sleep(for: .milliseconds(10))
                isCut = await sleeper.isCutOff()
            }
            return (await read.isEnded, isCut)
        }
        #expect(read && unread)
    }

    @Test(
        "A request after one for the stream gets no answer, and starts no second stream",
        arguments: ["GET / HTTP/1.1", "GET /events HTTP/1.1"])
    func pipelined(second: String) async throws {
        let answer = try await CountedStream.running { stream in
            let connection = try RawConnection(port: stream.port)
            let host = "\r\nhost: {host}\r\n\r\n"
            connection.send("GET /events HTTP/1.1\(host)\(second)\(host)")
            stream.tick()
            stream.hub.end()
            return await HTTPAnswer(reading: connection)
        }
        #expect(answer.isEnded && !answer.body.contains("a page"))
        #expect(!answer.body.contains("HTTP/1.1"), "\(answer)")
    }
}

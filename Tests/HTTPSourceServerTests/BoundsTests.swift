import Foundation
import HTTPServing
import HTTPSource
import HTTPSourceServer
import TestSupport
import Testing

@Suite("Limits of the source's server", .serialized)
struct BoundsTests {
    private static let request = "GET /2/teams HTTP/1.1\r\nhost: {host}\r\n"

    /// Returns the answer to raw text, on a connection of its own.
    private func answer(
        _ text: String, bounds: ServerBounds = ServerBounds()
    ) async throws -> (text: String, isEnded: Bool) {
        try await withServer(bounds: bounds) { port in
            let connection = try RawConnection(port: port)
            connection.send(text)
            return await connection.readToEnd()
        }
    }

    @Test("A request within the limits is answered")
    func good() async throws {
        let answer = try await answer(Self.request + "connection: close\r\n\r\n")
        #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.isEnded)
        #expect(answer.text.hasSuffix("]}"))
    }

    @Test("A header that is too long ends the connection")
    func header() async throws {
        let long = String(repeating: "a", count: 9 << 10)
        let answer = try await answer(Self.request + "x-long: \(long)\r\n\r\n")
        #expect(!answer.text.contains("200 OK") && answer.isEnded, "\(answer)")
    }

    @Test("Too many headers end the connection")
    func headerCount() async throws {
        let many = (0..<80).map { "x-\($0): 1\r\n" }.joined()
        let answer = try await answer(Self.request + many + "\r\n")
        #expect(!answer.text.contains("200 OK") && answer.isEnded, "\(answer)")
    }

    @Test("Headers that are short and few enough, but too long together, end the connection")
    func headerSum() async throws {
        let value = String(repeating: "a", count: 300)
        let many = (0..<40).map { "x-\($0): \(value)\r\n" }.joined()
        let answer = try await answer(Self.request + many + "\r\n")
        #expect(!answer.text.contains("200 OK") && answer.isEnded, "\(answer)")
    }

    @Test("A path that is too long ends the connection")
    func path() async throws {
        let long = String(repeating: "a", count: 100 << 10)
        let answer = try await answer("GET /\(long) HTTP/1.1\r\nhost: {host}\r\n\r\n")
        #expect(!answer.text.contains("200 OK") && answer.isEnded, "\(answer)")
    }

    @Test("A body that is too long is refused, and the connection ends")
    func body() async throws {
        let long = String(repeating: "a", count: 5 << 10)
        let answer = try await answer(
            Self.request + "content-length: 1000000000\r\n\r\n" + long)
        #expect(answer.text.hasPrefix("HTTP/1.1 413 ") && answer.isEnded, "\(answer)")
    }

    @Test("A body without a declared length is refused if it is too long")
    func chunkedBody() async throws {
        let chunk = "400\r\n" + String(repeating: "a", count: 1024) + "\r\n"
        let answer = try await answer(
            Self.request + "transfer-encoding: chunked\r\n\r\n"
                + String(repeating: chunk, count: 5))
        #expect(answer.text.hasPrefix("HTTP/1.1 413 ") && answer.isEnded, "\(answer)")
    }

    @Test("A short body is read and discarded")
    func shortBody() async throws {
        let answer = try await answer(
            Self.request + "content-length: 3\r\nconnection: close\r\n\r\nabc")
        #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.isEnded)
    }

    @Test("Only GET is served", arguments: ["POST", "PUT", "DELETE"])
    func method(name: String) async throws {
        let answer = try await answer(
            "\(name) /2/teams HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
        #expect(answer.text.hasPrefix("HTTP/1.1 405 "))
    }

    @Test(
        "A connection that never sends a whole request is closed in time",
        arguments: ["", request, request + "content-length: 10\r\n\r\nabc"])
    func silence(text: String) async throws {
        var bounds = ServerBounds()
        bounds.requestMillisecondsMax = 200
        let answer = try await answer(text, bounds: bounds)
        #expect(answer.text == "" && answer.isEnded)
    }

    @Test("Bytes that drip in don't keep a connection open")
    func drip() async throws {
        var bounds = ServerBounds()
        bounds.requestMillisecondsMax = 300
        let bound = bounds
        let isEnded = try await withServer(bounds: bound) { port in
            let connection = try RawConnection(port: port)
            connection.send(Self.request)
            for _ in 0..<100 {
                if await connection.hasAnswer(withinMilliseconds: 50) { break }
                connection.send("x: 1\r\n".prefix(1).description)
            }
            return await connection.readToEnd().isEnded
        }
        #expect(isEnded)
    }

    @Test("A client that doesn't read its answer is cut off")
    func unread() async throws {
        var bounds = ServerBounds()
        bounds.answerMillisecondsMax = 300
        let bound = bounds
        let answer = try await withServer(bounds: bound) { port in
            let connection = try RawConnection(port: port)
            // More answers than the buffers of both sides hold.
            for _ in 0..<400 {
                connection.send("GET /1000/teams/1/fixtures HTTP/1.1\r\nhost: {host}\r\n\r\n")
            }
            try await Task.sleep(for: .milliseconds(800))
            return await connection.readToEnd()
        }
        #expect(answer.isEnded && answer.text.utf8.count < 400 * 100_000)
    }

    @Test("The server listens on 127.0.0.1 and on no other address")
    func loopback() async throws {
        try await withServer { port in
            let suffix = ":" + String(format: "%04X", port)
            var listening: [String] = []
            for name in ["tcp", "tcp6"] {
                let table = try String(contentsOfFile: "/proc/net/\(name)", encoding: .utf8)
                for line in table.split(separator: "\n") {
                    // Number, local address and port, remote ones, state; 0A listens.
                    let columns = line.split(separator: " ").map(String.init)
                    guard columns.count > 3, columns[3] == "0A" else { continue }
                    if columns[1].hasSuffix(suffix) { listening.append(columns[1]) }
                }
            }
            #expect(listening == ["0100007F" + suffix])
        }
    }

    @Test("A source that takes too long to answer is cut off")
    func work() async throws {
        var settings = SourceSettings()
        settings.latencyMilliseconds = 5000
        var bounds = ServerBounds()
        bounds.workMillisecondsMax = 200
        let (slow, bound) = (settings, bounds)
        let answer = try await withServer(slow, bounds: bound) { port in
            let connection = try RawConnection(port: port)
            connection.send(Self.request + "\r\n")
            return await connection.readToEnd()
        }
        #expect(answer.text == "" && answer.isEnded)
    }

    @Test("More connections than allowed wait until one ends")
    func connections() async throws {
        var bounds = ServerBounds()
        bounds.connectionCountMax = 2
        let bound = bounds
        try await withServer(bounds: bound) { port in
            let first = try RawConnection(port: port)
            var second: RawConnection? = try RawConnection(port: port)
            first.send(Self.request + "\r\n")
            second?.send(Self.request + "\r\n")
            #expect(await first.hasAnswer(withinMilliseconds: 10_000))
            #expect(await second?.hasAnswer(withinMilliseconds: 10_000) == true)
            let third = try RawConnection(port: port)
            third.send(Self.request + "\r\n")
            #expect(await !third.hasAnswer(withinMilliseconds: 300))
            second = nil
            #expect(await third.hasAnswer(withinMilliseconds: 10_000))
        }
    }
}

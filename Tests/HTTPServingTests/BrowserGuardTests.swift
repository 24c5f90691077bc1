import HTTPServing
import TestSupport
import Testing

@Suite("Requests that a server answers", .serialized)
struct BrowserGuardTests {
    /// Returns the answer to a request with these headers.
    private func answer(_ headers: String, path: String = "/") async throws -> HTTPAnswer {
        try await CountedStream.running { stream in
            let connection = try RawConnection(port: stream.port)
            let ours = headers.replacing("{port}", with: "\(stream.port)")
            connection.send("GET \(path) HTTP/1.1\r\n\(ours)\r\n")
            stream.hub.end()
            return await HTTPAnswer(reading: connection)
        }
    }

    @Test(
        "Requests to this machine's names are answered",
        arguments: ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
    func own(host: String) async throws {
        #expect(try await answer("host: \(host)\r\n").status == 200)
        #expect(try await answer("host: \(host)\r\n", path: "/events").status == 200)
    }

    @Test(
        "A foreign name that resolves here, another port and a missing name are refused",
        arguments: [
            "host: rebound.example:{port}\r\n", "host: 127.0.0.1\r\n", "host: localhost:1\r\n",
            "host: 127.0.0.1.example:{port}\r\n", "host: \r\n", "", "host: 127.1:{port}\r\n",
            "host: 127.0.0.1:{port}\r\nhost: rebound.example\r\n", "host: a@127.0.0.1:{port}\r\n",
        ])
    func foreign(headers: String) async throws {
        for path in ["/", "/events", "/nothing"] {
            let answer = try await answer(headers, path: path)
            #expect(answer.status == 421 && answer.isEnded, "\(answer)")
            #expect(answer.body.hasPrefix("this server answers to 127.0.0.1:"))
        }
    }

    @Test(
        "A page of another origin is refused",
        arguments: [
            "http://rebound.example", "null", "https://127.0.0.1:{port}", "http://localhost",
            "http://127.0.0.1:{port}.example", "",
        ])
    func origin(origin: String) async throws {
        for path in ["/", "/events"] {
            let answer = try await answer(
                "host: 127.0.0.1:{port}\r\norigin: \(origin)\r\n", path: path)
            #expect(answer.status == 403 && answer.isEnded, "\(answer)")
            #expect(answer.body == "requests from pages of other servers are refused\n")
        }
    }

    @Test("A page of this server is answered, under any name of this machine")
    func ownOrigin() async throws {
        for name in ["127.0.0.1", "localhost", "[::1]"] {
            let headers = "host: \(name):{port}\r\norigin: http://\(name):{port}\r\n"
            #expect(try await answer(headers).status == 200)
        }
    }
}

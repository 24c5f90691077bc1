import Foundation
import Glibc
import TestSupport
import Testing

@testable import Harness

@Suite("The client of a measured server")
struct TrialClientTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private var order: String { directory.path("order") }

    /// Creates a client that runs a script with the order as its argument.
    private func client(_ script: String) -> TrialClient {
        TrialClient(order: order, command: ["sh", "-c", script, "client"])
    }

    @Test("A late order is carried out")
    func lateOrder() async throws {
        let client = client("cp \"$1\" \"$1.done\"")
        try await Task.sleep(for: .milliseconds(20))
        try directory.write("words", to: "order")
        let isDone = await eventually {
            FileManager.default.contents(atPath: order + ".done") == Data("words".utf8)
        }
        #expect(isDone)
        #expect(await client.end(within: .seconds(20)) == nil)
    }

    @Test("The message of a failed client is quoted")
    func failed() async throws {
        try directory.write("", to: "order")
        let client = client("echo refused >&2; echo twice >&2; exit 7")
        #expect(await client.end(within: .seconds(20)) == "refused twice")
    }

    @Test("A server that ended without an order has no client")
    func none() async {
        let client = client("touch \"$1.done\"")
        #expect(await client.end(within: .seconds(20)) == nil)
        #expect(!FileManager.default.fileExists(atPath: order + ".done"))
    }

    @Test("A client that doesn't end is killed with its server")
    func endless() async throws {
        try directory.write("", to: "order")
        let client = client("echo $$ > \"$1.id\"; exec sleep 600")
        var identifier: Int32?
        let hasStarted = await eventually {
            identifier = FileManager.default.contents(atPath: order + ".id").flatMap {
                Int32(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines))
            }
            return identifier != nil
        }
        try #require(hasStarted)
        #expect(await client.end(within: .zero) == nil, "its server failed before it")
        #expect(try kill(#require(identifier), 0) != 0)
    }

    @Test("A client still reading too long after its server's end is killed and reported")
    func late() async throws {
        try directory.write("", to: "order")
        let client = client("touch \"$1.started\"; exec sleep 600")
        #expect(await eventually { FileManager.default.fileExists(atPath: order + ".started") })
        let words = await client.end(within: .milliseconds(50))
        #expect(words?.contains("still running") == true, "\(String(describing: words))")
    }

    @Test("A client that isn't installed is reported")
    func missing() async throws {
        try directory.write("", to: "order")
        let client = TrialClient(order: order, command: ["membudget-no-such-client"])
        let words = try #require(await client.end(within: .seconds(20)))
        #expect(words.contains("'membudget-no-such-client' is not installed"))
    }
}

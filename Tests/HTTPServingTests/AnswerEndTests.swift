import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite("The end of an answer")
struct AnswerEndTests {
    private let channel = EmbeddedChannel(handler: AnswerEnd())

    init() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func write(_ part: HTTPResponsePart) {
        channel.write(part, promise: nil)
    }

    @Test("A close waits until a queued end of an answer is written")
    func late() throws {
        write(.head(HTTPResponse(status: .ok)))
        write(.end(nil))
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()
        #expect(channel.isActive)
        channel.flush()
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) != nil)
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == .end(nil))
    }

    @Test("A close doesn't wait if no end is queued, or if it is already written")
    func atOnce() throws {
        write(.head(HTTPResponse(status: .ok)))
        channel.close(promise: nil)
        #expect(!channel.isActive)
        let other = EmbeddedChannel(handler: AnswerEnd())
        try other.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        other.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        other.close(promise: nil)
        other.embeddedEventLoop.run()
        #expect(!other.isActive)
    }
}

import NIOCore
import NIOHTTP1
import NIOPosix

/// A server of NIO alone that discards bodies, for comparison with other servers.
enum BareServer {
    /// Serves until the process is killed.
    static func run(onListening: (Int) -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Discarding())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        onListening(server.localAddress?.port ?? 0)
        try await server.closeFuture.get()
    }
}

/// A handler that counts the bytes of a body and answers with their number.
private final class Discarding: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var byteCount = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: byteCount = 0
        case .body(let bytes): byteCount += bytes.readableBytes
        case .end: answer(context, body: "\(byteCount)\n")
        }
    }

    private func answer(_ context: ChannelHandlerContext, body: String) {
        let headers: HTTPHeaders = ["content-length": "\(body.utf8.count)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let buffer = context.channel.allocator.buffer(string: body)
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Refuses what pages of others make a browser ask for.
///
/// A name of somebody's own can be made to lead to 127.0.0.1, and then a page of that name may read
/// what a server here answers: the browser still says the name in `Host`. What a page sends to another
/// server carries the page's own address in `Origin`.
final class BrowserGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var hasRefused = false
    /// Requests that went on and have no whole answer yet.
    private var unansweredCount = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        if case .head(let request) = unwrapInboundIn(data) {
            let port = context.channel.localAddress?.port ?? 0
            if let status = Self.refusal(of: request, port: port) {
                return refuse(context, status: status, port: port)
            }
            unansweredCount += 1
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unansweredCount -= 1 }
        context.write(data, promise: promise)
    }

    /// The status that a request is refused with; nil for one that may go on.
    ///
    /// - Parameter port: The server's.
    static func refusal(of request: HTTPRequest, port: Int) -> Int? {
        let hosts = names.map { "\($0):\(port)" } + (port == 80 ? names : [])
        let isOurs = request.authority.map { hosts.contains($0.lowercased()) } ?? false
        // The decoder takes the first of several.
        let isRepeated = request.headerFields.contains { $0.name.canonicalName == "host" }
        guard isOurs, !isRepeated else { return 421 }
        let origins = hosts.map { "http://\($0)" }
        let foreign = request.headerFields[values: .origin].contains {
            !origins.contains($0.lowercased())
        }
        return foreign ? 403 : nil
    }

    /// The names of this machine that no other can have.
    private static let names = ["127.0.0.1", "localhost", "[::1]"]

    private func refuse(_ context: ChannelHandlerContext, status: Int, port: Int) {
        hasRefused = true
        // An answer to an earlier request may be half written.
        guard unansweredCount == 0 else { return context.close(promise: nil) }
        context.sendLast(PageAnswer(status, text: Self.sentence(status, port: port)))
    }

    /// The reason for a refusal and what to do, for whoever meets it without a browser.
    private static func sentence(_ status: Int, port: Int) -> String {
        status == 403
            ? "requests from pages of other servers are refused"
            : "this server answers to 127.0.0.1:\(port) and localhost:\(port) only; ask it by one of"
                + " these names"
    }
}

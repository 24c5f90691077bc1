import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A handler that refuses requests that other websites make a browser send.
///
/// Any site's host name can be made to resolve to 127.0.0.1, so that a page of that site may read
/// this server's answers (DNS rebinding); the browser still sends that name in `Host`. Requests
/// that a page sends to another server have the page's own address in `Origin`.
final class BrowserGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var hasRefused = false
    /// The number of requests passed on whose answer isn't complete yet.
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

    /// Returns the status to refuse a request with; `nil` if it is allowed.
    ///
    /// - Parameter port: The server's port.
    static func refusal(of request: HTTPRequest, port: Int) -> Int? {
        let hosts = names.map { "\($0):\(port)" } + (port == 80 ? names : [])
        let isOurs = request.authority.map { hosts.contains($0.lowercased()) } ?? false
        // The decoder uses the first of several.
        let isRepeated = request.headerFields.contains { $0.name.canonicalName == "host" }
        guard isOurs, !isRepeated else { return 421 }
        let origins = hosts.map { "http://\($0)" }
        let foreign = request.headerFields[values: .origin].contains {
            !origins.contains($0.lowercased())
        }
        return foreign ? 403 : nil
    }

    /// The names that always mean this machine.
    private static let names = ["127.0.0.1", "localhost", "[::1]"]

    private func refuse(_ context: ChannelHandlerContext, status: Int, port: Int) {
        hasRefused = true
        // The answer to an earlier request may be half written.
        guard unansweredCount == 0 else { return context.close(promise: nil) }
        context.sendLast(PageAnswer(status, text: Self.sentence(status, port: port)))
    }

    /// Returns the reason for a refusal and the remedy, for clients that are not browsers.
    private static func sentence(_ status: Int, port: Int) -> String {
        status == 403
            ? "requests from pages of other servers are refused"
            : "this server answers to 127.0.0.1:\(port), localhost:\(port) and [::1]:\(port) only;"
                + " use one of these names"
    }
}

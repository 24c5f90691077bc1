package import NIOCore

/// A handler that detects that a client has gone or stopped sending, so that its pending answers
/// are dropped or cut short.
///
/// A client that closes only its sending side counts as gone, as with most servers: the two can't
/// be distinguished before something is written.
final class ClientEnd: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private var hasEnded = false
    private var notice: (@Sendable () -> Void)?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { end() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    fileprivate func watch(_ notice: (@Sendable () -> Void)?) {
        self.notice = notice
        if hasEnded { end() }
    }

    private func end() {
        hasEnded = true
        notice?()
        notice = nil
    }
}

extension Channel {
    /// Calls `notice` once the client of a ``LoopbackServer`` is gone, immediately if it already
    /// is.
    ///
    /// - Parameter notice: Called on the connection's event loop; `nil` removes an earlier one.
    package func onClientEnd(_ notice: (@Sendable () -> Void)?) async {
        let pipeline = pipeline
        let isWatched = eventLoop.submit {
            // A closed connection has no handlers any more.
            try pipeline.syncOperations.handler(type: ClientEnd.self).watch(notice)
        }
        if (try? await isWatched.get()) == nil { notice?() }
    }
}

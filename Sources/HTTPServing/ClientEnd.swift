package import NIOCore

/// Notices that a client sends no more, or is gone: then nobody waits for an answer that isn't
/// begun, or not for the rest of one.
///
/// A client that closes only its sending side counts as gone, as with most servers: the two can't
/// be told apart before something is written.
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
    /// Calls `notice` once the client of a ``LoopbackServer`` is gone, at once if it is already.
    ///
    /// - Parameter notice: Called on the connection's event loop; nil calls nobody any more.
    package func onClientEnd(_ notice: (@Sendable () -> Void)?) async {
        let pipeline = pipeline
        let isWatched = eventLoop.submit {
            // A connection that is closed has no handlers any more.
            try pipeline.syncOperations.handler(type: ClientEnd.self).watch(notice)
        }
        if (try? await isWatched.get()) == nil { notice?() }
    }
}

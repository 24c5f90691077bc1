import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A path of a server at which a feed can be read.
package final class EventRoute: Sendable {
    let path: String
    let feed: any EventFeed
    private let stations = Mutex<[ObjectIdentifier: NIOLoopBound<EventStation>]>([:])

    /// Creates the route of a feed.
    package init(_ path: String, feed: any EventFeed) {
        self.path = path
        self.feed = feed
    }

    /// Returns the station of an event loop; must be called on that loop.
    fileprivate func station(on loop: any EventLoop) -> EventStation {
        stations.withLock { stations in
            let key = ObjectIdentifier(loop)
            if let known = stations[key] { return known }
            let made = NIOLoopBound(EventStation(feed, on: loop), eventLoop: loop)
            stations[key] = made
            return made
        }.value
    }
}

/// A handler that answers the requests for a feed and passes on all others.
final class EventRequests: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let route: EventRoute
    /// The request for the feed, once its head has arrived.
    private var taken: HTTPRequest?
    /// Whether the whole request has arrived.
    private var hasBegun = false
    /// The number of requests passed on whose answer isn't complete yet.
    private var unansweredCount = 0

    init(_ route: EventRoute) {
        self.route = route
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard taken == nil else {
            // The feed never ends, so that requests after it on the same connection get no answer.
            if case .end = part, !hasBegun { begin(context) }
            return
        }
        switch part {
        case .head(let request) where isForFeed(request):
            // The answer would be written into another one.
            guard unansweredCount == 0 else { return context.close(promise: nil) }
            taken = request
        case .head:
            unansweredCount += 1
            context.fireChannelRead(data)
        default: context.fireChannelRead(data)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unansweredCount -= 1 }
        context.write(data, promise: promise)
    }

    private func isForFeed(_ request: HTTPRequest) -> Bool {
        request.method == .get && request.path?.prefix { $0 != "?" } == route.path[...]
    }

    private static let lastEventID = HTTPField.Name("Last-Event-ID")

    private func begin(_ context: ChannelHandlerContext) {
        hasBegun = true
        let lastEventID = Self.lastEventID.flatMap { taken?.headerFields[$0] }
        let position = route.feed.position(after: lastEventID)
        let pipeline = context.pipeline.syncOperations
        // An endless answer has no deadline; a subscriber that reads nothing has one of its own.
        if let deadline = try? pipeline.handler(type: ExchangeDeadline.self) {
            pipeline.removeHandler(deadline, promise: nil)
        }
        let station = route.station(on: context.eventLoop)
        do {
            try pipeline.addHandler(
                EventStream(route.feed, at: station, after: position), position: .first)
        } catch {
            context.close(promise: nil)
        }
    }
}

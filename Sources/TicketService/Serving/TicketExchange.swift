import HTTPServing
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import TicketReading

/// The exchange of one request and its answer.
struct TicketExchange: Sendable {
    /// The maximum bytes in the kernel per client; the kernel doubles it for its own needs.
    private static let kernelByteCount: SocketOptionValue = 128 << 10

    let configuration: TicketServer.Configuration
    let state: TicketServerState
    let channel: any Channel

    /// Sends an export, the server's state, or a refusal.
    func answer(_ request: Request, writer: consuming ResponseWriter) async throws {
        let text: TextAnswer?
        do throws(Refusal) {
            text = try await answer(request)
        } catch {
            text = error.answer
        }
        try await text?.send(to: request.method, with: writer)
    }

    /// Returns the answer to a request; `nil` if it was an export, which has already been sent.
    private func answer(_ request: Request) async throws(Refusal) -> TextAnswer? {
        let path = request.head.path ?? ""
        let isHealth = path.prefix { $0 != "?" } == "/health"
        let export = isHealth ? nil : try ExportRequest(path: path)
        guard request.method == .get || request.method == .head else {
            throw Refusal(
                405, sentence: "'\(path.prefix { $0 != "?" })' accepts only GET and HEAD",
                headers: [.allow: "GET, HEAD"])
        }
        guard let export else {
            return .health(state.status(progress: configuration.progress))
        }
        return try await answer(export, isLook: request.method == .head)
    }

    private func answer(
        _ export: ExportRequest, isLook: Bool
    ) async throws(Refusal) -> TextAnswer? {
        guard state.begin() else {
            throw Refusal(
                503,
                sentence: "\(configuration.exportCountMax) exports are running; try again later",
                headers: [.retryAfter: "1"])
        }
        let end = await run(export, isLook: isLook)
        state.end(end, isLook: isLook)
        defer { if !isLook { configuration.onEnd(end) } }
        return try conclude(end, of: export, isLook: isLook)
    }

    /// Runs an export until it ends or the client disconnects.
    private func run(_ request: ExportRequest, isLook: Bool) async -> ExportEnd {
        let interrupt = QueryInterrupt()
        let job = ExportJob(
            request: request, database: configuration.database,
            response: ResponseChannel(
                channel, held: state.held,
                stallMillisecondsMax: configuration.stallMillisecondsMax),
            delivery: configuration.delivery, workbooks: configuration.workbooks,
            progress: configuration.progress, interrupt: interrupt)
        // Otherwise the kernel would hold up to 4 MiB that a slow client hasn't read.
        let kernelBuffer = ChannelOptions.socketOption(.so_sndbuf)
        _ = try? await channel.setOption(kernelBuffer, value: Self.kernelByteCount).get()
        await channel.onClientEnd { [channel] in
            interrupt.request()
            channel.close(promise: nil)
        }
        let end = await job.runOnThread(isLook: isLook)
        await channel.onClientEnd(nil)
        return end
    }

    /// Finishes the connection after an export: one not begun can still be refused; an incomplete
    /// one is cut off, so that the client notices.
    private func conclude(
        _ end: ExportEnd, of request: ExportRequest, isLook: Bool
    ) throws(Refusal) -> TextAnswer? {
        switch end {
        case .complete where isLook: sendHead(of: request)
        case .complete: break
        case .empty(let reason): throw .empty(reason)
        case .failed(let error, isBegun: false): throw Refusal(error)
        case .failed(_, isBegun: true), .brokenOff: channel.close(promise: nil)
        }
        return nil
    }

    /// Sends only the head, and ends the connection: the length is unknown, and an end of chunks
    /// would be read as a part of the next answer.
    private func sendHead(of request: ExportRequest) {
        var head = HTTPResponse.export(request)
        head.headerFields[.connection] = "close"
        channel.writeAndFlush(HTTPResponsePart.head(head)).whenComplete { [channel] _ in
            channel.close(promise: nil)
        }
    }
}

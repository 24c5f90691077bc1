import GRDB
import HTTPTypes
import PipelineKit
import TicketExport
import TicketReading
import TicketService

/// A delivery that builds the whole result in memory, then sends it, like `db.all()` and one
/// `send`.
struct BufferedDelivery: ExportDelivery {
    let progress: TrialProgress

    func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink {
        BufferedResponse(channel, head: head)
    }

    func addRows(
        of request: ExportRequest, from database: Database, named name: String,
        to writer: inout DelimitedWriter
    ) throws {
        progress.phase("fetch")
        try writer.addFetchedRows(of: request.selection, from: database) {
            progress.phase("export")
        }
    }
}

/// A response that is sent when all of it is in memory.
private final class BufferedResponse: ResponseSink {
    private let channel: ResponseChannel
    private let head: HTTPResponse
    private var body: [UInt8] = []
    private(set) var isBegun = false

    init(_ channel: ResponseChannel, head: HTTPResponse) {
        self.channel = channel
        self.head = head
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        body.append(contentsOf: bytes)
    }

    func finish() throws {
        var head = head
        head.headerFields[.contentLength] = "\(body.count)"
        isBegun = true
        channel.send(head)
        let sent = body.withUnsafeBytes { channel.send($0) }
        try channel.finish(head, after: sent)
    }
}

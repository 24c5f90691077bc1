import GRDB
import HTTPTypes
import PipelineKit
import TicketExport
import TicketReading
import TicketService

/// The whole result in memory, then the whole answer: what `db.all()` and one `send` do.
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

/// An answer that is sent when all of it is there.
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

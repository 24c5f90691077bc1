import GRDB
import HTTPTypes
import TicketExport
import TicketReading
import TicketService

/// A delivery that passes rows to the connection as they are read, whether or not the client reads.
struct UnawaitedDelivery: ExportDelivery {
    func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink {
        UnawaitedResponse(channel, head: head)
    }

    func addRows(
        of request: ExportRequest, from database: Database, named name: String,
        to writer: inout DelimitedWriter
    ) throws {
        try writer.addRows(of: request.selection, from: database)
    }
}

/// A response that waits for the client only at its end.
private final class UnawaitedResponse: ResponseSink {
    private let channel: ResponseChannel
    private let head: HTTPResponse
    private var last: ResponseChannel.Sent?
    private(set) var isBegun = false

    init(_ channel: ResponseChannel, head: HTTPResponse) {
        self.channel = channel
        self.head = head
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        if !isBegun { channel.send(head) }
        isBegun = true
        last = channel.send(bytes)
    }

    func finish() throws {
        try channel.finish(head, after: last)
    }
}

package import GRDB
package import HTTPTypes
package import TicketExport
import TicketReading

/// A way from a database to a client: how rows are read, and how their bytes are sent.
package protocol ExportDelivery: Sendable {
    /// Begins an answer, of which nothing is sent yet.
    func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink

    /// Gives the rows that are asked for to the writer, in order.
    ///
    /// - Parameter name: The database's path, for messages.
    func addRows(
        of request: ExportRequest, from database: Database, named name: String,
        to writer: inout DelimitedWriter
    ) throws
}

/// An answer as the place of an export.
package protocol ResponseSink: ExportSink {
    /// Whether the client may have seen its beginning: then it can't be another answer any more.
    var isBegun: Bool { get }
}

extension ResponseSink {
    /// Leaves it to whoever asked: nothing was sent, so that another answer can be.
    package func finishEmpty() {}
}

/// Rows as they are read, read as fast as the client takes them.
package struct StreamedDelivery: ExportDelivery {
    /// Creates the delivery.
    package init() {}

    /// An answer that waits for the client.
    package func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink {
        ResponseStream(channel, head: head)
    }

    /// Reads with one query, or one per batch if batches are asked for.
    package func addRows(
        of request: ExportRequest, from database: Database, named name: String,
        to writer: inout DelimitedWriter
    ) throws {
        guard let batchRowCount = request.batchRowCount else {
            return try writer.addRows(of: request.selection, from: database)
        }
        try writer.addRows(
            of: request.selection, inBatchesOf: batchRowCount, from: database, named: name)
    }
}

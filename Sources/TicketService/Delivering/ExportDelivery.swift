package import GRDB
package import HTTPTypes
package import TicketExport
import TicketReading

/// A method of delivery from a database to a client: reading the rows and sending their bytes.
package protocol ExportDelivery: Sendable {
    /// Creates an answer, without sending any of it.
    func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink

    /// Passes the requested rows to the writer, in order.
    ///
    /// - Parameter name: The database's path, for messages.
    func addRows(
        of request: ExportRequest, from database: Database, named name: String,
        to writer: inout DelimitedWriter
    ) throws
}

/// An answer that an export is written to.
package protocol ResponseSink: ExportSink {
    /// Whether the client may have received its beginning, so that no other answer can be sent.
    var isBegun: Bool { get }
}

extension ResponseSink {
    /// Sends nothing, so that the caller can send another answer.
    package func finishEmpty() {}
}

/// A delivery that reads rows one by one, as fast as the client accepts them.
package struct StreamedDelivery: ExportDelivery {
    /// Creates the delivery.
    package init() {}

    /// Creates an answer that waits for the client.
    package func sink(to channel: ResponseChannel, head: HTTPResponse) -> any ResponseSink {
        ResponseStream(channel, head: head)
    }

    /// Reads the rows with one query, or with one per batch if a batch size is given.
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

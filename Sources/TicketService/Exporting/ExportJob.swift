import GRDB
import HTTPTypes
import PipelineKit
import TicketExport
import TicketReading

/// One export, from the database to the client; runs on a thread that it may block.
struct ExportJob: Sendable {
    /// The buffer of an export on its way: two thirds of it go to the connection at once.
    private static let bufferByteCount = 96 << 10
    /// A workbook is sent in pieces of this size.
    private static let pieceByteCount = 64 << 10

    let request: ExportRequest
    let database: String
    let response: ResponseChannel
    let delivery: any ExportDelivery
    let workbooks: WorkbookWriter?
    let progress: TrialProgress
    /// Requested when the client is gone.
    let interrupt: QueryInterrupt

    /// Exports, and says how that ended; whatever it opened is closed.
    func run() -> ExportEnd {
        switch request.form {
        case .delimited(let format): run(format)
        case .workbook: runWorkbook()
        }
    }

    /// Looks whether there is anything to export, without exporting it.
    func look() -> ExportEnd {
        do {
            let selection = request.selection
            let first = TicketSelection(
                query: selection.query, status: selection.status, limit: 1)
            let hasRow = try reading { try TicketCursor($0, select: first.select(.whole)).step() }
            return hasRow ? .complete(rowCount: 0) : .empty(reason: selection.emptyReason)
        } catch {
            return end(of: error, rowCount: 0, isBegun: false)
        }
    }

    private func run(_ format: ExportFormat) -> ExportEnd {
        let sink = delivery.sink(to: response, head: .export(request))
        var rowCount = 0
        do {
            var writer = try DelimitedWriter(
                to: sink, query: request.selection.query, format: format,
                counter: ExportCounter(progress), bufferByteCount: Self.bufferByteCount)
            defer { rowCount = writer.rowCount }
            try reading {
                try delivery.addRows(of: request, from: $0, named: database, to: &writer)
            }
            try writer.finish()
        } catch {
            return end(of: error, rowCount: rowCount, isBegun: sink.isBegun)
        }
        let isEmpty = rowCount == 0
        return isEmpty
            ? .empty(reason: request.selection.emptyReason) : .complete(rowCount: rowCount)
    }

    private func runWorkbook() -> ExportEnd {
        var stream: ResponseStream?
        var rowCount = 0
        do {
            guard let workbooks else {
                throw Refusal(501, sentence: "this server writes no workbooks; ask for csv or tsv")
            }
            let file = try UnnamedFile()
            let counts = try reading { try workbooks(request.selection, $0, file.path, progress) }
            guard let counts else { return .empty(reason: request.selection.emptyReason) }
            rowCount = counts.rowCount
            let begun = ResponseStream(
                response,
                head: .export(
                    request, byteCount: file.byteCount, rejectedCount: counts.rejectedCount))
            stream = begun
            try file.read(inPiecesOf: Self.pieceByteCount) { try begun.write($0) }
            try begun.finish()
            return .complete(rowCount: rowCount)
        } catch {
            return end(of: error, rowCount: rowCount, isBegun: stream?.isBegun ?? false)
        }
    }

    private func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try TicketDatabase.reading(database) { database in
            try interrupt.covering(database) { try body(database) }
        }
    }

    private func end(of error: any Error, rowCount: Int, isBegun: Bool) -> ExportEnd {
        // A client that went away shows in the first of several ways.
        if interrupt.isRequested || error is ClientGone { return .brokenOff(rowCount: rowCount) }
        return .failed(error, isBegun: isBegun)
    }
}

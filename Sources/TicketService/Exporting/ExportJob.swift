import GRDB
import HTTPTypes
import PipelineKit
import TicketExport
import TicketReading

/// An export, from the database to the client; runs on a thread that it may block.
struct ExportJob: Sendable {
    /// The size of an export's buffer, two thirds of which are sent at once.
    private static let bufferByteCount = 96 << 10
    /// The size of the pieces in which a workbook is sent.
    private static let pieceByteCount = 64 << 10

    let request: ExportRequest
    let database: String
    let response: ResponseChannel
    let delivery: any ExportDelivery
    let workbooks: WorkbookWriter?
    let progress: TrialProgress
    /// The interrupt of the query, requested when the client is gone.
    let interrupt: QueryInterrupt

    /// Exports, and returns the outcome; everything it opened is closed.
    func run() -> ExportEnd {
        switch request.form {
        case .delimited(let format): run(format)
        case .workbook: runWorkbook()
        }
    }

    /// Checks whether there is anything to export, without exporting it.
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
                throw Refusal(
                    501, sentence: "this server can't export workbooks; request csv or tsv")
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
        // A missing client can show as an error of several kinds.
        if interrupt.isRequested || error is ClientGone { return .brokenOff(rowCount: rowCount) }
        return .failed(error, isBegun: isBegun)
    }
}

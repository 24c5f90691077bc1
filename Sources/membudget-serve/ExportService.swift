import Glibc
import PipelineKit
import ServiceProcess
import TicketExportXLSX
import TicketService

/// Exports of a ticket table.
struct ExportService: Service {
    static let name = "export"
    static let usage = "export --database PATH [--port 0]"
    static let about = [
        "Serves tickets on 127.0.0.1 as CSV, TSV, text and XLSX. Prints its port (0: a free one).",
        "curl -OJ 'http://127.0.0.1:PORT/filtered.csv?status=valid&limit=1000'",
    ]

    private let configuration: TicketServer.Configuration

    init(_ words: [String]) throws {
        var reader = ArgumentReader(words)
        let database = try reader.required("database")
        var configuration = TicketServer.Configuration(database: database)
        configuration.port = try reader.port()
        configuration.workbooks = Self.workbooks
        try reader.finish()
        guard access(database, R_OK) == 0 else {
            throw WorkerError(
                .inputMissing, "cannot read database '\(database)'", underlying: SystemError.last)
        }
        self.configuration = configuration
    }

    func run() async throws {
        try await TicketServer(configuration).run {
            ServiceProcess.announce(port: $0)
        } stop: {
            try await ServiceProcess.waitForStop()
        }
    }

    private static var workbooks: WorkbookWriter? {
        #if XLSX
            { selection, database, path, progress in
                let workbook = try TicketWorkbook.write(
                    selection, from: database, toFileAt: path, named: "the temporary file",
                    progress: progress)
                return workbook.map {
                    WorkbookCounts(rowCount: $0.rowCount, rejectedCount: $0.rejectedCount)
                }
            }
        #else
            nil
        #endif
    }
}

#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import MemoryBudget
    import PipelineKit
    import TicketExport

    /// A connection to the input's database, within one snapshot of it that is never changed.
    final class Connection {
        let handle: OpaquePointer
        private let farewell = Farewell()

        /// A server that doesn't answer and a table that is locked are errors after so long, unless
        /// the input says otherwise.
        private static let timeoutSeconds = 10

        /// Connects, never asking for a password, and begins a transaction that only reads.
        ///
        /// - Parameter input: A connection string or URI; what it leaves out is libpq's default.
        /// - Throws: ``WorkerError`` with code `inputMissing` and the server's words.
        init(_ input: String) throws(WorkerError) {
            let options = [
                ("connect_timeout", "\(Self.timeoutSeconds)"),
                ("options", "-c lock_timeout=\(Self.timeoutSeconds)s"), ("client_encoding", "UTF8"),
                ("fallback_application_name", "membudget-worker"), ("dbname", input),
            ]
            let connected = withCStrings(options.map(\.0) + [nil]) { names in
                withCStrings(options.map(\.1) + [nil]) { PQconnectdbParams(names, $0, 1) }
            }
            guard let connected else {
                throw WorkerError(.io, "cannot connect to PostgreSQL: out of memory")
            }
            handle = connected
            guard PQstatus(handle) == CONNECTION_OK else {
                throw WorkerError(
                    .inputMissing, "cannot connect to PostgreSQL", underlying: words)
            }
            farewell.listen(on: handle)
            try perform("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }

        deinit {
            PQfinish(handle)
        }

        /// Runs a statement that gives no rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func perform(_ sql: String) throws(WorkerError) {
            _ = try rows(of: .statement(sql))
        }

        /// Has the server parse a query once, for requests that give values for it.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func prepare(_ select: TicketSelect) throws(WorkerError) {
            _ = try check(PQprepare(handle, "", select.sql, 0, nil))
        }

        /// Sends a request and keeps all its rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func rows(of request: Request) throws(WorkerError) -> Rows {
            try send(request)
            return try receiveRows()
        }

        /// Sends a request, whose rows then have to be received. Rows of an earlier one that nobody
        /// received are dropped.
        ///
        /// - Throws: ``WorkerError`` if the connection is lost.
        func send(_ request: Request) throws(WorkerError) {
            // It reads what is left of an earlier request, of a COPY too.
            if isRequestUnderWay { PQclear(PQexec(handle, "")) }
            guard request.send(on: handle) else { throw failure(.io, words: words) }
        }

        /// True from when a request is sent until all of its answer has been received.
        var isRequestUnderWay: Bool { PQtransactionStatus(handle) == PQTRANS_ACTIVE }

        /// Waits for all rows of the request that was sent; a COPY begins instead.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func receiveRows() throws(WorkerError) -> Rows {
            var last: OpaquePointer?
            // A lost connection has results without an end.
            while let result = PQgetResult(handle) {
                PQclear(last)
                last = result
                guard PQresultStatus(result) != PGRES_COPY_OUT, PQstatus(handle) == CONNECTION_OK
                else { break }
            }
            return try check(last)
        }

        /// The database's name.
        var name: String { PQdb(handle).map { String(cString: $0) } ?? "" }

        /// What was last said on this connection.
        var words: ServerWords { ServerWords(PQerrorMessage(handle)) }

        /// Takes a result over: its rows, or what went wrong.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if the database is not as it should be,
        ///   `io` for everything else.
        func check(_ result: OpaquePointer?) throws(WorkerError) -> Rows {
            guard let result else { throw failure(.io, words: words) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COMMAND_OK, PGRES_COPY_OUT:
                return Rows(result)
            default:
                let error = failure(of: result)
                PQclear(result)
                throw error
            }
        }

        private func failure(of result: OpaquePointer) -> WorkerError {
            guard let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))) else {
                // Not the server's: the connection is lost, and knows what was said before.
                return failure(.io, words: words)
            }
            // Class 42: no such table or column, or not for us.
            let isForeign = String(cString: state).hasPrefix("42")
            return failure(
                isForeign ? .badSetting : .io, words: ServerWords(PQresultErrorMessage(result)))
        }

        func failure(_ code: WorkerError.Code, words: ServerWords) -> WorkerError {
            WorkerError(
                code, "cannot read database '\(name)' of PostgreSQL",
                underlying: farewell.words.map { $0.followed(by: words) } ?? words)
        }
    }

    /// What the server, or libpq for it, said of a failure.
    struct ServerWords: Error, CustomStringConvertible {
        let description: String

        init(_ text: UnsafePointer<CChar>?) {
            let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
            description = lines.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
        }

        private init(description: String) {
            self.description = description
        }

        /// These words and later ones.
        func followed(by later: ServerWords) -> ServerWords {
            ServerWords(description: "\(description) \(later.description)")
        }
    }
#endif

#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import MemoryBudget
    import PipelineKit
    import TicketExport

    /// A connection to the input's database, in one read-only snapshot.
    final class Connection {
        let handle: OpaquePointer
        private let farewell = Farewell()

        /// The time after which an unresponsive server or a locked table is an error, in seconds,
        /// unless the input sets another.
        private static let timeoutSeconds = 10

        /// Connects without asking for a password, and begins a read-only transaction.
        ///
        /// - Parameter input: A connection string or URI; missing parts have libpq's defaults.
        /// - Throws: ``WorkerError`` with code `inputMissing` and the server's message.
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

        /// Runs a statement that returns no rows.
        ///
        /// - Throws: ``WorkerError`` with the server's message.
        func perform(_ sql: String) throws(WorkerError) {
            _ = try rows(of: .statement(sql))
        }

        /// Prepares a query, for requests that only send its values.
        ///
        /// - Throws: ``WorkerError`` with the server's message.
        func prepare(_ select: TicketSelect) throws(WorkerError) {
            _ = try check(PQprepare(handle, "", select.sql, 0, nil))
        }

        /// Sends a request and returns all its rows.
        ///
        /// - Throws: ``WorkerError`` with the server's message.
        func rows(of request: Request) throws(WorkerError) -> Rows {
            try send(request)
            return try receiveRows()
        }

        /// Sends a request, whose rows must then be received.
        ///
        /// Rows of an earlier request that were not received are dropped.
        ///
        /// - Throws: ``WorkerError`` if the connection is lost.
        func send(_ request: Request) throws(WorkerError) {
            // This reads the rest of an earlier request, even of a COPY.
            if isRequestUnderWay { PQclear(PQexec(handle, "")) }
            guard request.send(on: handle) else { throw failure(.io, words: words) }
        }

        /// Whether a request was sent and not all of its answer has been received.
        var isRequestUnderWay: Bool { PQtransactionStatus(handle) == PQTRANS_ACTIVE }

        /// Waits for all rows of the sent request; returns early if it is a COPY, which begins
        /// here.
        ///
        /// - Throws: ``WorkerError`` with the server's message.
        func receiveRows() throws(WorkerError) -> Rows {
            var last: OpaquePointer?
            // A lost connection returns results forever.
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

        /// The last message on this connection.
        var words: ServerWords { ServerWords(PQerrorMessage(handle)) }

        /// Takes ownership of a result, and returns its rows unless it is an error.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if a table or column is missing or not
        ///   accessible, `io` for everything else.
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
                // Without a state the error isn't the server's: the connection is lost.
                return failure(.io, words: words)
            }
            // Class 42: the table or column is missing, or access to it is denied.
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

    /// An error message from the server, or from libpq on its behalf.
    struct ServerWords: Error, CustomStringConvertible {
        let description: String

        init(_ text: UnsafePointer<CChar>?) {
            let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
            description = lines.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
        }

        private init(description: String) {
            self.description = description
        }

        /// Returns this message followed by a later one.
        func followed(by later: ServerWords) -> ServerWords {
            ServerWords(description: "\(description) \(later.description)")
        }
    }
#endif

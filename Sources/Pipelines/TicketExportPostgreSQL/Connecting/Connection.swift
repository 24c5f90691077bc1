#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import PipelineKit
    import TicketExport

    /// A connection to the input's database, within one snapshot of it that is never changed.
    final class Connection {
        let handle: OpaquePointer

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
            // What the server merely remarks would be a second voice on standard error.
            PQsetNoticeProcessor(handle, { _, _ in }, nil)
            try perform("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }

        deinit {
            PQfinish(handle)
        }

        /// Runs a statement that gives no rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func perform(_ sql: String) throws(WorkerError) {
            _ = try check(PQexec(handle, sql))
        }

        /// Runs a statement and keeps all its rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func rows(of sql: String) throws(WorkerError) -> Rows {
            try check(PQexec(handle, sql))
        }

        /// Runs a query and keeps all its rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func rows(of select: TicketSelect) throws(WorkerError) -> Rows {
            let result = withCStrings(select.values.map(\.text)) { values in
                PQexecParams(
                    handle, select.sql, Int32(select.values.count), nil, values, nil, nil, 0)
            }
            return try check(result)
        }

        /// Has the server parse a query once, for ``preparedRows(_:)``.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func prepare(_ select: TicketSelect) throws(WorkerError) {
            _ = try check(PQprepare(handle, "", select.sql, 0, nil))
        }

        /// Runs the prepared query with these values and keeps all its rows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func preparedRows(_ values: [TicketSelect.Value]) throws(WorkerError) -> Rows {
            let result = withCStrings(values.map(\.text)) {
                PQexecPrepared(handle, "", Int32(values.count), $0, nil, nil, 0)
            }
            return try check(result)
        }
    }

    extension TicketSelect.Value {
        var text: String {
            switch self {
            case .integer(let number): "\(number)"
            case .text(let text): text
            }
        }
    }

    /// Lends strings as an array of C strings; nil is NULL.
    func withCStrings<Value>(
        _ strings: [String?], _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) })
    }
#endif

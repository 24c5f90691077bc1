#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import MemoryBudget
    import PipelineKit
    import TicketExport

    /// A connection to the input's database, within one snapshot of it that is never changed.
    final class Connection {
        private let handle: OpaquePointer

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

        private static let endOfCopy: Int32 = -1

        /// Runs a query and hands its rows over one at a time, until `body` wants no more.
        ///
        /// An error may come after any number of rows.
        /// - Throws: ``WorkerError`` with the server's words, or what `body` throws.
        func forEachRow(
            of select: TicketSelect, body: (borrowing Rows) throws -> Bool
        ) throws {
            let isSent = withCStrings(select.values.map(\.text)) { values in
                PQsendQueryParams(
                    handle, select.sql, Int32(select.values.count), nil, values, nil, nil, 0)
            }
            guard isSent == 1, PQsetSingleRowMode(handle) == 1 else {
                throw failure(.io, words: words)
            }
            // The last result has no rows and says whether all went well; behind it comes none.
            while let result = PQgetResult(handle) {
                guard try body(try check(result)) else { return }
            }
        }

        /// Runs a COPY to standard output and hands its rows over as they were written, line ends
        /// included, until `body` wants no more; it may change them.
        ///
        /// - Throws: ``WorkerError`` with the server's words, or what `body` throws.
        func forEachCopiedRow(
            of sql: String, body: (UnsafeMutableRawBufferPointer) throws -> Bool
        ) throws {
            _ = try check(PQexec(handle, sql))
            while let row = try nextCopiedRow() {
                defer { PQfreemem(row.baseAddress) }
                guard try body(UnsafeMutableRawBufferPointer(row)) else { return }
            }
            // Whether it is an end or a failure.
            _ = try check(PQgetResult(handle))
        }

        /// A row of a COPY, which the caller frees; nil at the end.
        private func nextCopiedRow() throws(WorkerError) -> UnsafeMutableBufferPointer<CChar>? {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &row, 0)
            if count > 0 { return UnsafeMutableBufferPointer(start: row, count: Int(count)) }
            guard count == Self.endOfCopy else { throw failure(.io, words: words) }
            return nil
        }

        /// Digests the selected rows: what is right for settings that no manifest knows.
        ///
        /// - Throws: ``WorkerError`` with the server's words.
        func digest(of selection: TicketSelection) throws -> RowDigest {
            var digest = RowDigest()
            let columnCount = selection.query.columns.count
            try forEachRow(of: selection.select(.whole)) { rows in
                for index in 0..<rows.count {
                    var row = RowHash()
                    for column in 0..<columnCount {
                        row.addField(rows.field(index, column: column))
                    }
                    digest.add(row)
                }
                return true
            }
            return digest
        }

        /// The database's name.
        var name: String { PQdb(handle).map { String(cString: $0) } ?? "" }

        /// What was last said on this connection.
        private var words: ServerWords { ServerWords(PQerrorMessage(handle)) }

        /// Takes a result over: its rows, or what went wrong.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if the database is not as it should be,
        ///   `io` for everything else.
        private func check(_ result: OpaquePointer?) throws(WorkerError) -> Rows {
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

        private func failure(_ code: WorkerError.Code, words: ServerWords) -> WorkerError {
            WorkerError(
                code, "cannot read database '\(name)' of PostgreSQL", underlying: words)
        }
    }

    /// What the server, or libpq for it, said of a failure.
    private struct ServerWords: Error, CustomStringConvertible {
        let description: String

        init(_ text: UnsafePointer<CChar>?) {
            let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
            description = lines.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
        }
    }

    extension TicketSelect.Value {
        fileprivate var text: String {
            switch self {
            case .integer(let number): "\(number)"
            case .text(let text): text
            }
        }
    }

    /// Lends strings as an array of C strings; nil is NULL.
    private func withCStrings<Value>(
        _ strings: [String?], body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) })
    }
#endif

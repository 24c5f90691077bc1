#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import TicketExport

    /// A statement for the server to run.
    enum Request {
        /// SQL without parameters.
        case statement(String)
        /// A query and its values.
        case select(TicketSelect)
        /// Values for the query that the connection has prepared.
        case prepared([TicketSelect.Value])

        /// Sends the request; returns `false` if the connection is lost or busy.
        func send(on connection: OpaquePointer) -> Bool {
            switch self {
            case .statement(let sql):
                PQsendQuery(connection, sql) == 1
            case .select(let select):
                withCStrings(select.values.map(\.text)) { values in
                    PQsendQueryParams(
                        connection, select.sql, Int32(select.values.count), nil, values, nil, nil, 0
                    )
                } == 1
            case .prepared(let values):
                withCStrings(values.map(\.text)) {
                    PQsendQueryPrepared(connection, "", Int32(values.count), $0, nil, nil, 0)
                } == 1
            }
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

    /// Passes strings to `body` as an array of C strings; `nil` is NULL.
    func withCStrings<Value>(
        _ strings: [String?], body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) })
    }
#endif

#if PostgreSQL
    import CPostgreSQL
    import PipelineKit

    /// What the server, or libpq for it, said of a failure.
    struct ServerWords: Error, CustomStringConvertible {
        let description: String

        init(_ text: UnsafePointer<CChar>?) {
            let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
            description = lines.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
        }
    }

    extension Connection {
        /// What was last said on this connection.
        var words: ServerWords { ServerWords(PQerrorMessage(handle)) }

        /// Takes a result over: its rows, or what went wrong.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if the database is not as it should be,
        ///   `io` for everything else.
        func check(_ result: OpaquePointer?) throws(WorkerError) -> Rows {
            guard let result else { throw failure(.io, words) }
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
                return failure(.io, words)
            }
            // Class 42: no such table or column, or not for us.
            let isForeign = String(cString: state).hasPrefix("42")
            return failure(
                isForeign ? .badSetting : .io, ServerWords(PQresultErrorMessage(result)))
        }

        func failure(_ code: WorkerError.Code, _ words: ServerWords) -> WorkerError {
            let name = PQdb(handle).map { String(cString: $0) } ?? ""
            return WorkerError(
                code, "cannot read database '\(name)' of PostgreSQL", underlying: words)
        }
    }
#endif

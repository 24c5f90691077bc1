#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import PipelineKit

    /// Rows that the server sent, in memory of libpq that is freed with this value.
    struct Rows: ~Copyable {
        private let handle: OpaquePointer
        /// The number of rows.
        let count: Int

        init(_ handle: OpaquePointer) {
            self.handle = handle
            count = Int(PQntuples(handle))
        }

        deinit {
            PQclear(handle)
        }

        /// Returns the text of a field; NULL has no bytes.
        @inline(__always)
        func field(_ row: Int, column: Int) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: PQgetvalue(handle, Int32(row), Int32(column)),
                count: Int(PQgetlength(handle, Int32(row), Int32(column))))
        }

        /// Returns a field that holds a whole number.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if it doesn't.
        func integer(_ row: Int, column: Int) throws(WorkerError) -> Int {
            let text = String(decoding: field(row, column: column), as: UTF8.self)
            guard let number = Int(text) else {
                throw WorkerError(.badSetting, "the id '\(text)' is not a whole number")
            }
            return number
        }
    }
#endif

#if PostgreSQL
    import CPostgreSQL
    import Glibc
    import PipelineKit

    /// Rows that the server sent, in libpq's memory until this goes.
    struct Rows: ~Copyable {
        private let handle: OpaquePointer
        /// How many.
        let count: Int

        init(_ handle: OpaquePointer) {
            self.handle = handle
            count = Int(PQntuples(handle))
        }

        deinit {
            PQclear(handle)
        }

        /// The text of a field; no bytes for NULL.
        @inline(__always)
        func field(_ row: Int, column: Int) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: PQgetvalue(handle, Int32(row), Int32(column)),
                count: Int(PQgetlength(handle, Int32(row), Int32(column))))
        }

        /// A field that is a whole number.
        ///
        /// - Throws: ``WorkerError`` with code `badSetting` if it is none.
        func integer(_ row: Int, column: Int) throws(WorkerError) -> Int {
            let text = String(decoding: field(row, column: column), as: UTF8.self)
            guard let number = Int(text) else {
                throw WorkerError(.badSetting, "the database's id '\(text)' is no whole number")
            }
            return number
        }
    }
#endif

#if PostgreSQL
    import CPostgreSQL

    /// Why a server ended a connection on which nothing was asked of it just then.
    ///
    /// libpq hands such words over as a notice, and then says of the next request only that the connection
    /// is closed. Other notices are dropped: they would be a second voice on standard error.
    final class Farewell {
        /// The server's words; nil while it hasn't ended the connection.
        private(set) var words: ServerWords?

        /// Takes the notices of a connection, which must not outlive this.
        func listen(on connection: OpaquePointer) {
            PQsetNoticeReceiver(
                connection,
                { context, notice in
                    guard let context, let notice else { return }
                    Unmanaged<Farewell>.fromOpaque(context).takeUnretainedValue().take(notice)
                }, Unmanaged.passUnretained(self).toOpaque())
        }

        private func take(_ notice: OpaquePointer) {
            let severity = PQresultErrorField(notice, Int32(UInt8(ascii: "V")))
            guard severity.map({ String(cString: $0) }) == "FATAL" else { return }
            words = ServerWords(PQresultErrorMessage(notice))
        }
    }
#endif

#if PostgreSQL
    import CPostgreSQL

    /// The message with which a server ended a connection between requests.
    ///
    /// libpq passes this message as a notice, and reports for the next request only that the
    /// connection is closed. Other notices are dropped, so that only errors reach standard error.
    final class Farewell {
        /// The server's message; `nil` while the connection is open.
        private(set) var words: ServerWords?

        /// Receives the notices of a connection, which must not outlive this object.
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

package import HTTPTypes

extension HTTPResponse {
    /// Returns the head of an answer.
    ///
    /// - Parameters:
    ///   - type: The body's media type.
    ///   - isLast: Whether the connection ends after the answer.
    package static func head(
        _ status: Int, type: String = "application/json", byteCount: Int, isLast: Bool = false
    ) -> HTTPResponse {
        var fields: HTTPFields = [.contentType: type, .contentLength: "\(byteCount)"]
        if isLast { fields[.connection] = "close" }
        return HTTPResponse(status: .init(code: status), headerFields: fields)
    }
}

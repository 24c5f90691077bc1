import HTTPTypes
import TicketExport

extension HTTPResponse {
    /// Returns the head of an export.
    ///
    /// - Parameters:
    ///   - byteCount: The body's length; `nil` if unknown, in which case it is sent in chunks.
    ///   - rejectedCount: The number of rows left out because a workbook can't hold them.
    static func export(
        _ request: ExportRequest, byteCount: Int? = nil, rejectedCount: Int? = nil
    ) -> HTTPResponse {
        var fields: HTTPFields = [
            .contentType: request.form.mediaType,
            .contentDisposition: "attachment; filename=\"\(request.fileName)\"",
            .cacheControl: "no-store",
        ]
        if let byteCount { fields[.contentLength] = "\(byteCount)" }
        if let rejectedCount, let name = HTTPField.Name("X-Rejected-Rows") {
            fields[name] = "\(rejectedCount)"
        }
        return HTTPResponse(status: .ok, headerFields: fields)
    }
}

extension ExportRequest.Form {
    fileprivate var mediaType: String {
        switch self {
        case .delimited(.csv): "text/csv; charset=utf-8; header=present"
        case .delimited(.tsv): "text/tab-separated-values; charset=utf-8"
        case .delimited(.txt): "text/plain; charset=utf-8"
        case .workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }
}

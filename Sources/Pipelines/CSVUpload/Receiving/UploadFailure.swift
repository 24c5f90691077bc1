package import HTTPServing
import Multipart
package import PipelineKit

/// The failure of an upload, of which nothing is kept.
///
/// ```swift
/// func report(_ failure: UploadFailure) {
///     print(failure.status, failure)  // 400, "the form has no field 'file'; …"
/// }
/// ```
package struct UploadFailure: Error, Sendable, CustomStringConvertible {
    /// The error that ended the upload.
    package let cause: any Error
    /// The number of bytes of the request body that arrived.
    package let byteCount: Int

    /// Creates the failure of an upload that has ended, and removes its list of rejected rows.
    package init(_ cause: any Error, of body: BodyReader, into context: TrialContext) {
        self.cause = cause
        byteCount = body.byteCount
        // Until this upload rejects a row, a list of that name belongs to another upload.
        if context.rejected.count > 0 { removeFile(context.output + ".rejected.jsonl") }
    }

    /// The HTTP status of the response.
    package var status: Int {
        switch cause {
        case let error as BodyError:
            switch error.code {
            case .tooLong: 413
            case .tooSlow: 408
            case .cutOff: 400
            }
        case let error as MultipartError: error.code == .notFormData ? 415 : 400
        case is FormError: 400
        case let error as WorkerError: error.code == .badSetting ? 400 : 500
        default: 500
        }
    }

    /// The failure as the error of the worker that stored the upload.
    package var workerError: WorkerError {
        let known = cause as? WorkerError
        return WorkerError(
            known?.code ?? (status < 500 ? .badSetting : .internalFailure), description)
    }

    /// The members of the response's JSON object.
    package var members: [(key: String, value: JSONValue)] {
        [("error", .string(description))]
    }

    /// The message: one sentence without a full stop.
    package var description: String {
        "\(cause); the upload ended after \(byteCount) bytes and was discarded"
    }
}

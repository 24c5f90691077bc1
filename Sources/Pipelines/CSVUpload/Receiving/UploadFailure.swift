package import HTTPServing
import Multipart
package import PipelineKit

/// An upload that did not become a whole table, and why. Nothing of it is kept.
package struct UploadFailure: Error, Sendable, CustomStringConvertible {
    /// The error that ended it.
    package let cause: any Error
    /// The bytes of the request's body that came.
    package let byteCount: Int

    /// Describes the failure of an upload whose work has ended, and removes its list of rejected rows.
    package init(_ cause: any Error, of body: BodyReader, into context: TrialContext) {
        self.cause = cause
        byteCount = body.byteCount
        // Before its first row is rejected, a list of that name is another upload's.
        if context.rejected.count > 0 { removeFile(context.output + ".rejected.jsonl") }
    }

    /// The status of the answer.
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

    /// The error of a worker that was to store it.
    package var workerError: WorkerError {
        let known = cause as? WorkerError
        return WorkerError(
            known?.code ?? (status < 500 ? .badSetting : .internalFailure), description)
    }

    /// The members of the answer's JSON.
    package var members: [(key: String, value: JSONValue)] {
        [("error", .string(description))]
    }

    /// One sentence without a full stop.
    package var description: String {
        "\(cause); the upload ended after \(byteCount) bytes, and nothing of it is kept"
    }
}

package import HTTPServing
import Multipart
package import PipelineKit

/// An upload that did not become a whole table: why, and what is left of it.
package struct UploadFailure: Error, Sendable, CustomStringConvertible {
    /// The error that ended it.
    package let cause: any Error
    /// The bytes of the request's body that came.
    package let byteCount: Int
    /// The rows of earlier batches, which are in the table.
    package let keptRowCount: Int

    /// Describes the failure of an upload whose work has ended, and removes a database without rows.
    package init(_ cause: any Error, of body: BodyReader, into context: TrialContext) {
        self.cause = cause
        byteCount = body.byteCount
        keptRowCount = context.progress.unitsDone
        guard keptRowCount == 0 else { return }
        for suffix in ["", "-wal", "-shm", ".rejected.jsonl"] {
            removeFile(context.output + suffix)
        }
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
        [("error", .string(description)), ("rows_kept", .integer(keptRowCount))]
    }

    /// One sentence without a full stop.
    package var description: String {
        "\(cause); the upload ended after \(byteCount) bytes, and "
            + (keptRowCount == 0
                ? "nothing of it is kept" : "\(keptRowCount) rows of earlier batches are kept")
    }
}

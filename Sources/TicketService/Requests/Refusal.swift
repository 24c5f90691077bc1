package import HTTPServing
import HTTPTypes
import PipelineKit

/// A refusal of an export request: a status and a sentence.
package struct Refusal: Error, Hashable, Sendable {
    /// The answer to send.
    package let answer: TextAnswer

    init(_ status: Int, sentence: String, headers: HTTPFields = [:]) {
        var headers = headers
        // The sentence may quote the request.
        headers[.xContentTypeOptions] = "nosniff"
        answer = TextAnswer(status, headers: headers, body: sentence + "\n")
    }

    /// Returns the refusal of an export without rows.
    static func empty(_ reason: String) -> Refusal {
        Refusal(404, sentence: "nothing to export: \(reason)")
    }

    /// Creates the refusal of an export that failed before its answer was begun: 503 if a retry may
    /// succeed.
    init(_ error: any Error) {
        if let refusal = error as? Refusal {
            self = refusal
            return
        }
        let known = error as? WorkerError
        let status = known?.code == .io ? 503 : 500
        self.init(status, sentence: known?.description ?? "internal error: \(error)")
    }
}

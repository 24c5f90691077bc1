package import HTTPServing
import HTTPTypes
import PipelineKit

/// The refusal of a request for an export: a status and a sentence.
package struct Refusal: Error, Hashable, Sendable {
    /// The answer.
    package let answer: TextAnswer

    init(_ status: Int, sentence: String, headers: HTTPFields = [:]) {
        var headers = headers
        // Some of what was asked for may be quoted.
        headers[.xContentTypeOptions] = "nosniff"
        answer = TextAnswer(status, headers: headers, body: sentence + "\n")
    }

    /// Nobody has to look for what isn't there.
    static func empty(_ reason: String) -> Refusal {
        Refusal(404, sentence: "nothing to export: \(reason)")
    }

    /// The refusal of an export that failed before its answer was begun: 503 for what may be better
    /// the next time.
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

import HTTPServing
import Multipart
import PipelineKit

/// A strategy of this pipeline that is a server; such strategies differ in how they treat the body.
protocol UploadStrategy: Strategy {
    /// Reads a form and stores the rows of its file.
    func store(_ form: UploadForm, context: TrialContext) async throws
}

extension UploadStrategy {
    var usesClient: Bool { true }

    /// Serves one upload and ends.
    func run(_ context: TrialContext) async throws {
        let server = UploadServer(context) { try await store($0, context: context) }
        try await server.run()
    }
}

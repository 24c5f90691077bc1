import HTTPServing
import PipelineKit

/// The services, by their subcommands.
enum Services {
    private static let all: [any Service.Type] = [ExportService.self, CSVUploads.self]

    /// The help text: usage and description of each service.
    static var usage: String {
        all.map { service in
            let lines = ["usage: membudget-serve \(service.usage)"] + service.about
            return lines.joined(separator: "\n  ")
        }.joined(separator: "\n")
    }

    /// Runs the service named by the first word, with the other words as its options.
    ///
    /// - Throws: ``WorkerError``.
    static func run(_ words: [String]) async throws {
        guard let service = all.first(where: { $0.name == words.first }) else {
            let names = all.map { $0.name }.joined(separator: ", ")
            let problem =
                words.first.map { "there is no service '\($0)'" } ?? "a service is missing"
            throw WorkerError(.usage, "\(problem); choose from \(names)")
        }
        let running = try service.init(Array(words.dropFirst()))
        do {
            try await running.run()
        } catch let error as ListenError {
            throw WorkerError(.unavailable, error.description)
        }
    }
}

import ArgumentParser
import Bench
import Datasets
import Harness
import MemoryBudget
import Reports
import ScenarioFiles

/// `membudget list`: lists everything that is selected by name.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List scenarios, pipelines, strategies, parameters and dataset kinds.")

    func run() async throws {
        let collection = try await ScenarioCollection()
        var catalog = Catalog()
        catalog.sections += try scenarios(of: collection)
        catalog.sections += collection.workers.entries.map { Self.section(of: $0.pipeline) }
        catalog.sections += DatasetKinds.all.map { kind in
            Catalog.Section(
                title: "dataset \(kind.name): \(kind.about)",
                entries: kind.parameters.map {
                    .init(name: "--set \($0.name)=\($0.defaultValue)", about: $0.about)
                })
        }
        try printOutput(catalog.text(width: Terminal.output.wrapColumns))
        let broken = collection.workers.broken.map(\.reason)
        if !broken.isEmpty { throw Failure(.unavailable, broken.joined(separator: "; ")) }
    }

    /// Returns the user's own scenarios, then those shipped with membudget.
    private func scenarios(of collection: ScenarioCollection) throws -> [Catalog.Section] {
        let entries = try collection.library.listed()
        return [
            (title: "scenarios", entries: entries.filter { !$0.isShipped }),
            (title: "scenarios that membudget ships", entries: entries.filter(\.isShipped)),
        ].filter { !$0.entries.isEmpty }.map { title, entries in
            Catalog.Section(
                title: title,
                entries: entries.map { entry in
                    let scenario = try? collection.library.scenario(entry.path)
                    return .init(
                        name: entry.qualifiedName, about: scenario?.about ?? "(has mistakes)")
                })
        }
    }

    private static func section(of pipeline: WorkerDescription.Pipeline) -> Catalog.Section {
        let strategies = pipeline.strategies.map { strategy in
            let reason = strategy.unavailableReason.map { " (unavailable: \($0))" } ?? ""
            return Catalog.Entry(name: strategy.name, about: strategy.about + reason)
        }
        let parameters = pipeline.parameters.map {
            Catalog.Entry(name: "--set \($0.name)=\($0.default)", about: $0.about)
        }
        return Catalog.Section(
            title: "pipeline \(pipeline.name): \(pipeline.about)", entries: strategies + parameters)
    }
}

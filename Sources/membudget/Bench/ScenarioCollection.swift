import Datasets
import Glibc
import Harness
import MemoryBudget
import ScenarioFiles

/// The scenarios a command asked for, read against what the workers and generators know.
struct ScenarioCollection {
    let library: ScenarioLibrary
    let workers: WorkerSet

    /// Asks the workers what they can do.
    init() async throws {
        let environment = currentEnvironment()
        workers = try await WorkerSet(helpers: HelperPrograms(environment: environment))
        var catalog = ScenarioCatalog(
            pipelines: workers.entries.map { entry in
                ScenarioCatalog.Pipeline(
                    name: entry.pipeline.name, strategies: entry.pipeline.strategies.map(\.name),
                    parameters: entry.pipeline.parameters.map {
                        ScenarioCatalog.Parameter(name: $0.name, kind: $0.kind)
                    },
                    datasetKinds: entry.pipeline.datasetKinds)
            },
            datasetKinds: DatasetKinds.all.filter(\.isGenerated).map { kind in
                ScenarioCatalog.DatasetKind(
                    name: kind.name, parameters: kind.parameters.map(\.name))
            })
        catalog.isComplete = workers.broken.isEmpty
        library = ScenarioLibrary(
            directories: Self.directories, parser: ScenarioParser(catalog: catalog))
    }

    /// `Scenarios` here, or else the ones that were installed with the program.
    private static var directories: [String] {
        let own = HelperPrograms.ownFolder
        let candidates = ["Scenarios", "\(own)/../share/membudget/Scenarios"]
        return [candidates.first { access($0, X_OK) == 0 } ?? candidates[0]]
    }

    /// The named scenarios, or every one at the top of the folder.
    func scenarios(_ names: [String]) throws -> [Scenario] {
        do {
            let wanted =
                try names.isEmpty
                ? library.entries().filter(\.group.isEmpty).map(\.name) : names
            guard !wanted.isEmpty else {
                throw Failure(
                    .noInput,
                    "there are no scenarios in \(library.directories.joined(separator: ", "));"
                        + " 'membudget init' writes one to start from")
            }
            return try library.scenarios(wanted)
        } catch let mistakes as InvalidScenario {
            throw Failure(.invalidScenario, mistakes: mistakes)
        } catch let error as ScenarioFileError {
            throw Failure(.noInput, error.message)
        }
    }
}

extension Failure {
    /// Diagnostics speak for themselves; a line below says that nothing was launched.
    fileprivate init(_ status: ExitStatus, mistakes: InvalidScenario) {
        let count = mistakes.diagnostics.count
        printError(mistakes.description)
        self.init(
            status, "\(count) mistake\(count == 1 ? "" : "s") in scenario files; nothing launched")
    }
}

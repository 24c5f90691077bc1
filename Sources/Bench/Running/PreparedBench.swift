import Datasets
import Files
import Harness
package import MemoryBudget
import Processes
package import RunStore
import ScenarioFiles

/// The settings of a run: which scenarios it measures, how, and for how long.
package struct BenchSettings: Sendable {
    /// The names, paths or folders of scenarios; empty selects all at the top level of the user's
    /// folder.
    package var scenarios: [String] = []
    /// Whether the scenarios shipped with membudget are measured if none is named and the user has
    /// no folder of them; default true.
    ///
    /// A gate sets this to false, because shipped scenarios don't test the user's programs.
    package var measuresShipped = true
    /// The commands as typed, each of which is a strategy, used instead of scenarios; default none.
    package var commands: [String] = []
    /// The check of the commands' results, the value of `--verify`; `nil` for none.
    package var verify: String?
    /// The conditions under which trials are measured.
    package var measurement = MeasurementSettings()
    /// The cells to measure, and the number of their trials.
    package var selection = Selection()
    /// The part of the run to measure; `nil` for all of it.
    package var shard: Shard?
    /// The time after which no further trial is started; `nil` for no limit.
    package var timeLimit: Duration?
    /// The command line as typed, for the record.
    package var commandLine: [String] = []

    /// Creates the settings of a run of every scenario as its file defines it.
    package init() {}
}

/// A bench whose settings and scenarios have been checked, and which is ready to run.
///
/// ```swift
/// var settings = BenchSettings()
/// settings.scenarios = ["sort"]
/// let collection = try await ScenarioCollection()
/// let bench = try PreparedBench(settings, of: collection) { print($0) }
/// ```
package struct PreparedBench: Sendable {
    /// The scenarios with the settings applied.
    package private(set) var requests: [BenchRequest]
    let settings: BenchSettings
    let system: any BenchSystem
    let events: BenchEventHandler

    /// Reads the scenarios and applies the settings to them; nothing is written or started.
    ///
    /// - Parameters:
    ///   - scenarios: The scenario files and the installed workers.
    ///   - system: The machine to run on.
    ///   - events: Receives the events of the run.
    /// - Throws: ``BenchError`` for a problem that would stop every trial.
    package init(
        _ settings: BenchSettings, of scenarios: ScenarioCollection,
        on system: any BenchSystem = LocalSystem(), events: @escaping BenchEventHandler
    ) throws {
        var settings = settings
        let found = try Self.scenarios(of: &settings, in: scenarios, on: system, events: events)
        self.settings = settings
        self.system = system
        self.events = events
        let input = settings.selection.input
        if let input { try InputFileCheck.check(input) }
        let libexec = HelperPrograms(environment: system.variables).folder
        var position = 0
        requests = try Self.unique(found).map { scenario in
            var request = try BenchRequest(
                scenario, workers: scenarios.workers, measurement: settings.measurement,
                selection: settings.selection, libexec: libexec)
            if input == nil { try request.checkData() }
            request.checkPrograms(on: system)
            if settings.selection.wholeInput == nil {
                try Self.read(settings.selection) {
                    try request.findData(on: system, events: events)
                }
            }
            if let shard = settings.shard { request.keep(shard, from: position) }
            position += request.selectedVariants.count
            return request
        }
        try requests.forEach {
            try $0.checkBeforehand(hasOwnInput: input != nil, on: system)
        }
        try checkAvailable()
    }

    /// The scenarios with the settings applied.
    package var scenarios: [Scenario] { requests.map(\.scenario) }

    /// Returns this bench with the runtimes that identify the baselines of its commands.
    ///
    /// - Throws: ``BenchError`` 70 if a `baseline-class` command prints no usable class, 69 if it
    ///   can't be run.
    func classed() throws -> PreparedBench {
        var bench = self
        for index in requests.indices {
            bench.requests[index].baselineClass = try requests[index].runtimes(on: system)
        }
        return bench
    }

    /// Returns the scenarios in files, or the one made of commands, which then owns the input.
    private static func scenarios(
        of settings: inout BenchSettings, in collection: ScenarioCollection,
        on system: any BenchSystem, events: @escaping BenchEventHandler
    ) throws -> [Scenario] {
        guard let commands = CommandLineScenario(settings) else {
            return try collection.scenarios(
                settings.scenarios, measuresShipped: settings.measuresShipped)
        }
        let name = settings.selection.input ?? ""
        let adHoc = try commands.adHoc { step in
            try system.checkStop()
            events(.preparing(step, name: name))
        }
        events(.prepared)
        if adHoc.file != nil { settings.selection.input = nil }
        return [try commands.scenario(adHoc, parser: collection.library.parser)]
    }

    /// Reads data, and adds to the error for an indivisible `--input` that it can still be used
    /// whole.
    private static func read(
        _ selection: Selection, by body: () throws -> Void
    ) throws {
        do {
            try body()
        } catch let error as DatasetError
            where error.code == .notDivisible && selection.inputOfScales != nil
        {
            throw error.adding(CommandLineScenario.wholeAdvice)
        }
    }

    /// Removes duplicate scenarios, and checks that no two different ones share a name.
    private static func unique(_ scenarios: [Scenario]) throws -> [Scenario] {
        var paths: [String: String] = [:]
        return try scenarios.filter { scenario in
            let path = absolutePath(scenario.path)
            guard let first = paths.updateValue(path, forKey: scenario.name) else { return true }
            guard first == path else {
                throw BenchError(
                    .usage,
                    "'\(first)' and '\(path)' are both called '\(scenario.name)'; rename one, or"
                        + " run them separately")
            }
            return false
        }
    }

    /// Checks that some cell can run; missing strategies are only listed.
    ///
    /// A shard that got no cells is accepted, because it is joined with others.
    private func checkAvailable() throws {
        guard settings.shard == nil, requests.allSatisfy(\.cells.isEmpty) else { return }
        let reasons = requests.flatMap { request in
            request.unavailable.map { (request.scenario.name, $0) }
        }
        guard let (scenario, first) = reasons.first else { return }
        let more = reasons.count > 1 ? "; no other selected strategy can either" : ""
        throw BenchError(
            .unavailable,
            "strategy '\(first.strategy)' of '\(scenario)' can't run here: \(first.reason)\(more)")
    }
}

/// The result of a bench.
package struct Measured: Sendable {
    /// The record of the run.
    package var record: RunRecord
    /// The reason why the run was cut short; `nil` if it completed.
    package let interruption: RunInterruption?
    /// The folder of the run.
    package let directory: String
}

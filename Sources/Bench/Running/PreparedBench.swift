import Datasets
import Files
import Harness
package import MemoryBudget
import Processes
package import RunStore
import ScenarioFiles

/// The settings of a run: the scenarios, what of them is measured, how, and for how long.
package struct BenchSettings: Sendable {
    /// Names, paths or folders of scenarios; empty takes every one at the top of the folder.
    package var scenarios: [String] = []
    /// Whether the scenarios that membudget brings along are measured where none is named and the user has no
    /// folder of them; default true. Of a gate they would say nothing about the user's programs.
    package var measuresShipped = true
    /// Commands as they were typed, each a strategy, in place of scenarios; default none.
    package var commands: [String] = []
    /// The check of the commands' results, as `--verify` gives it; nil for none.
    package var verify: String?
    /// The conditions of the trials.
    package var measurement = MeasurementSettings()
    /// The cells, and the number of their trials.
    package var selection = Selection()
    /// The part of the run that is measured; nil for all of it.
    package var shard: Shard?
    /// The time after which no further trial is started; nil for none.
    package var timeLimit: Duration?
    /// The command line as it was typed, for the record.
    package var commandLine: [String] = []

    /// The settings of a run of every scenario as its file has it.
    package init() {}
}

/// A bench whose settings and scenarios are in order; nothing was written or started yet.
package struct PreparedBench: Sendable {
    /// The scenarios with the settings applied.
    package private(set) var requests: [BenchRequest]
    let settings: BenchSettings
    let system: any BenchSystem
    let events: BenchEventHandler

    /// Reads the scenarios and applies the settings to them.
    ///
    /// - Parameters:
    ///   - scenarios: Reads the scenarios and knows the workers.
    ///   - system: The machine to run on.
    ///   - events: Takes what happens.
    /// - Throws: ``BenchError`` for a reason that would stop every trial.
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

    /// The same, with what the baselines of its commands are classed by.
    ///
    /// - Throws: ``BenchError`` 70 for a command of `baseline-class` that doesn't say it, 69 for one that
    ///   can't be run.
    func classed() throws -> PreparedBench {
        var bench = self
        for index in requests.indices {
            bench.requests[index].baselineClass = try requests[index].runtimes(on: system)
        }
        return bench
    }

    /// The scenarios as their files have them, or the one of commands, to which the input then belongs.
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

    /// Reads data; a file of `--input` that can't be divided into scales can still be used whole.
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

    /// A scenario that is named twice is measured once; two of one name can't be told apart.
    private static func unique(_ scenarios: [Scenario]) throws -> [Scenario] {
        var paths: [String: String] = [:]
        return try scenarios.filter { scenario in
            let path = absolutePath(scenario.path)
            guard let first = paths.updateValue(path, forKey: scenario.name) else { return true }
            guard first == path else {
                throw BenchError(
                    .usage,
                    "'\(first)' and '\(path)' are both called '\(scenario.name)'; rename one, or"
                        + " run them apart")
            }
            return false
        }
    }

    /// Some strategies may be missing, and are then listed; a run of nothing is none, but the shard
    /// that got nothing else is one to be joined.
    private func checkAvailable() throws {
        guard settings.shard == nil, requests.allSatisfy(\.cells.isEmpty) else { return }
        let reasons = requests.flatMap { request in
            request.unavailable.map { (request.scenario.name, $0) }
        }
        guard let (scenario, first) = reasons.first else { return }
        let more = reasons.count > 1 ? "; nor can any other strategy that was selected" : ""
        throw BenchError(
            .unavailable,
            "strategy '\(first.strategy)' of '\(scenario)' can't run here: \(first.reason)\(more)")
    }
}

/// The result of a bench.
package struct Measured: Sendable {
    /// The run.
    package var record: RunRecord
    /// The reason it was cut short; nil if it came to its end.
    package let interruption: RunInterruption?
    /// Its directory.
    package let directory: String
}

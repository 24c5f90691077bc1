import Dashboard
import Files
import Judging
import MemoryBudget
import Reports
import RunStore
import ScenarioFiles

/// Readers of runs from other sources: each target changes one file of a run, and renders all kinds
/// of reports.
enum RunTargets {
    static let all = [record, journal, series, rejected, profile, merge, baseline]

    // MARK: Files of a run

    private static let record = FuzzTargetMaker(
        "run", seeds: { try [$0.recorded("bench/run.json"), $0.recorded("gate/run.json")] },
        run: { input, place in
            let run = try SmallRun(in: place)
            try place.write(input, to: "run/run.json")
            try Self.show(run.directory)
        })

    private static let journal = FuzzTargetMaker(
        "journal",
        seeds: { try [$0.recorded("bench/trials.jsonl"), $0.recorded("gate/trials.jsonl")] },
        run: { input, place in
            let run = try SmallRun(in: place)
            try place.write(input, to: "run/trials.jsonl")
            try Self.show(run.directory)
            _ = try run.directory.openJournal()
        })

    private static let series = FuzzTargetMaker(
        "series",
        seeds: { _ in
            let head = "time_ns,rss_bytes,anonymous_bytes,file_bytes,live_bytes,units_done\n"
            return [Array((head + "0,1024,512,512,,\n1000000,8192,4096,4096,4000,12\n").utf8)]
        },
        run: { input, place in
            let run = try SmallRun(in: place)
            for name in run.seriesNames { try place.write(input, to: "run/series/\(name)") }
            try Self.show(run.directory)
        })

    private static let rejected = FuzzTargetMaker(
        "rejected",
        seeds: { _ in [Array("{\"file\":null,\"line\":7,\"reason\":\"3 fields, not 4\"}\n".utf8)] },
        run: { input, place in
            let run = try SmallRun(in: place)
            for name in run.rejectedNames {
                try place.write(input, to: "run/rejected/\(name)")
            }
            try Self.show(run.directory)
        })

    private static let profile = FuzzTargetMaker(
        "profile", seeds: { [try await SampleTargets.profile(in: $0).json()] },
        run: { input, place in
            let trial = try SampleTargets.trial(in: place)
            let record = try ProfileRecord(json: input, path: "profile", of: trial)
            for renderer in ProfileRenderers.all { _ = try renderer.contents(of: record) }
        })

    // MARK: Runs beside others

    private static let merge = FuzzTargetMaker(
        "merge", seeds: { [try SmallRun(in: $0).shard(1)] },
        run: { input, place in
            let run = try SmallRun(in: place)
            let first = try SmallRun.copy(to: "first", in: place, record: input)
            let second = try SmallRun.copy(
                to: "second", in: place, record: run.shard(2), hasTrials: false)
            let whole = place.path("whole")
            try? Directory.remove(whole)
            let merge = try RunMerge(of: [first, second], commandLine: []) { "\($0)" }
            let record = try merge.write(to: whole, wording: \.worded)
            try Self.show(ReportSource(run: record, samples: [:]))
        })

    private static let baseline = FuzzTargetMaker(
        "baseline",
        seeds: { place in
            let record = try SmallRun(in: place).record
            return record.scenarios.map { BaselineRecord($0, in: record.environment) }
                .compactMap { try? JSONText.pretty($0) }
        },
        run: { input, place in
            let record = try SmallRun(in: place).record
            guard let scenario = record.scenarios.first, let plan = record.plan else { return }
            let environment = EnvironmentClass(of: scenario, in: record.environment)
            let folder = "baselines/\(environment.name)"
            try Directory.make(place.path(folder))
            try place.write(input, to: "\(folder)/\(scenario.name).json")
            let texts = plan.scenarios.map(\.text)
            let parsed = try texts.map { try ScenarioParser().parse($0, path: "fuzz.yaml") }
            let gate = Gate(
                scenarios: parsed,
                reference: .baselines(
                    try BaselineFolder(
                        reading: place.path("baselines"), scenarios: parsed.map(\.name)),
                    isRequired: true))
            var judged = record
            judged.gate = gate.record(of: record, isAdvisory: false)
            try Self.show(ReportSource(run: judged, samples: [:]))
        })

    // MARK: Rendering

    private static func show(_ directory: RunDirectory) throws {
        let dashboard = Dashboard(path: directory.path)
        var follower = RunFollower(directory, on: dashboard)
        let followed = Result { () throws(RunStoreError) in try follower.look() }
        try Self.show(ReportSource(reading: directory))
        try followed.get()
        let record = try directory.record()
        try Self.show(ReportSource(run: try directory.assembled(record).worded, samples: [:]))
    }

    private static func show(_ source: ReportSource) throws {
        _ = try Renderers.files(of: source, by: Renderers.filing)
        let comparison = RunComparison(of: source.run, against: source.run)
        for renderer in Renderers.console {
            _ = try renderer.text(of: source.run, style: .plain)
            _ = try renderer.text(of: comparison, style: .plain)
        }
        _ = MeasuredStatus(source.run)
    }
}

extension FuzzPlace {
    /// Returns a file of a recorded run of the tests.
    fileprivate func recorded(_ name: String) throws -> [UInt8] {
        try repositoryFile("Tests/RecordedRuns/\(name)")
    }
}

import Foundation
import HeapProfile
import MemoryBudget
import Testing

@testable import RunStore

@Suite("Holders of a cell's memory")
struct HolderTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// The cell of a run whose journal has these trials.
    private func cell(
        _ trials: [Observation], profile: ProfileRecord? = nil
    ) throws -> CellRecord {
        let directory = try RunDirectory(creating: "\(scratch.path)/run")
        var journal = try directory.openJournal()
        for trial in trials { try journal.append(trial) }
        if let profile { try directory.write(profile) }
        var record = RunRecord.bare
        let budget = Budget(metric: .peakRSS, limit: .mebibytes(100))
        record.scenarios[0].cells = [
            CellRecord(cell: .sample("load-all"), observations: [], budget: budget)
        ]
        return try directory.assembled(record).scenarios[0].cells[0]
    }

    private var killed: Observation {
        var trial = Observation.killedProfiled()
        trial.kind = .measured
        return trial
    }

    /// A profile of the largest process.
    private func profile(of trial: Observation) throws -> ProfileRecord {
        var record = try ProfileRecord.sample(of: trial)
        record.heap.largestUnprofiled = nil
        return record
    }

    @Test("Call sites of another process than the largest don't show where the memory was")
    func another() throws {
        let trial = Observation.killedProfiled()
        let holder = try #require(try cell([trial], profile: .sample(of: trial)).holder)
        #expect(holder.function == nil && holder.explainedShare == nil)
    }

    @Test("The holder of a trial that died is the one at its death")
    func died() throws {
        let trial = Observation.killedProfiled()
        let cell = try cell([killed, trial], profile: try profile(of: trial))
        let holder = try #require(cell.holder)
        #expect(holder.function == "build" && holder.file == "/src/build.c" && holder.line == 34)
        #expect(holder.liveBytes == 80 << 20 && holder.explainedShare == 0.8)
        #expect(abs((holder.share ?? 0) - 0.75) < 1e-9)
        let (low, high) = (try #require(holder.low), try #require(holder.high))
        #expect(low < Double(60 << 20) && high > Double(60 << 20) && high < Double(80 << 20))
    }

    @Test("The holder of a completed trial is the one at its peak")
    func ended() throws {
        var trial = Observation.killedProfiled()
        trial.exit = ExitRecord(code: 0)
        let holder = try cell([trial], profile: try profile(of: trial)).holder
        #expect(holder?.function == "parse" && holder?.liveBytes == 100 << 20)
    }

    @Test("If malloc explains less than half of the anonymous memory, there is no holder")
    func interpreter() throws {
        let trial = Observation.killedProfiled(anonymous: 200 << 20)
        let holder = try #require(try cell([trial], profile: try profile(of: trial)).holder)
        #expect(holder.explainsTooLittle && holder.explainedShare == 0.4)
        #expect(holder.function == nil && holder.share == nil && holder.bytes == nil)
    }

    @Test("A call site below the resolution is not named")
    func belowResolution() throws {
        let trial = Observation.killedProfiled(anonymous: nil)
        let profile = try ProfileRecord.sample(of: trial, end: (512 << 10, 256 << 10))
        let holder = try #require(try cell([trial], profile: profile).holder)
        #expect(holder.function == nil && holder.liveBytes == 768 << 10)
        #expect(holder.explainedShare == nil)
    }

    @Test("A missing profile is not an error, and there is no holder")
    func missing() throws {
        let cell = try cell([killed, .killedProfiled()])
        #expect(cell.holder == nil && cell.profiled != nil)
    }

    @Test("A damaged profile is refused with its path")
    func damaged() throws {
        let trial = Observation.killedProfiled()
        _ = try cell([trial], profile: try profile(of: trial))
        let name = try #require(try scratch.names(in: "run/profiles").first)
        try scratch.write("{", to: "run/profiles/\(name)")
        let error = #expect(throws: RunStoreError.self) {
            _ = try RunDirectory(reading: "\(scratch.path)/run").profiles()
        }
        #expect(error?.description.contains(name) == true)
    }

    @Test("A profiled trial is not judged")
    func notJudged() throws {
        var crashed = Observation.killedProfiled()
        crashed.outcome = .crashed
        let cell = try cell([
            .sample("load-all", peak: 20 << 20), .sample("load-all", index: 1, peak: 20 << 20),
            crashed,
        ])
        #expect(cell.verdict == .within && cell.measured.count == 2)
        #expect(cell.summary?.censoredTrials == 0 && cell.summary?.atLeastBytes == nil)
        #expect(cell.trials.last?.kind == .profiled)
    }

    @Test("The cost of profiling is relative to the median of the cell's measured trials")
    func inflation() throws {
        var trial = Observation.sample("load-all", kind: .profiled, peak: 102 << 20)
        trial.userNanoseconds = 103
        let measured = (0..<3).map { index in
            var trial = Observation.sample("load-all", index: index, peak: (99 + index) << 20)
            trial.userNanoseconds = 99 + index
            return trial
        }
        let other = Observation.sample("streamed", peak: 1)
        _ = try cell(measured + [other, trial], profile: try profile(of: trial))
        let read = try RunDirectory(reading: "\(scratch.path)/run").profiles()
        #expect(read.map(\.inflation?.rssRatio) == [1.02])
        #expect(read.map(\.inflation?.cpuRatio) == [1.03])
        #expect(ProfileInflation(of: .killedProfiled(), beside: measured) == nil)
        #expect(ProfileInflation(of: trial, beside: [other]) == nil)
    }

    @Test("Shards are joined with their profiles")
    func merged() throws {
        let trial = Observation.killedProfiled()
        _ = try cell([killed, trial], profile: try profile(of: trial))
        let source = try RunDirectory(reading: "\(scratch.path)/run")
        let target = try RunDirectory(creating: "\(scratch.path)/whole")
        try target.copyFiles(of: source.observations(), from: source) {}
        #expect(try target.profile(of: trial) == source.profile(of: trial))
        #expect(try target.profile(of: trial)?.trial == trial)
    }
}

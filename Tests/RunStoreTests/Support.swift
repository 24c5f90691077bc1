import Foundation
import Glibc
import MemoryBudget

@testable import RunStore

/// A temporary folder per test, removed at the end.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "membudget-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}

/// A disk of 64 KiB, unmounted at the end; `nil` if mounting is not allowed.
final class TinyDisk {
    let path: String
    private let scratch: Scratch

    init?() throws {
        scratch = try Scratch()
        path = scratch.path + "/disk"
        guard mkdir(path, 0o755) == 0,
            mount("tmpfs", path, "tmpfs", 0, "size=64k,nr_inodes=64") == 0
        else { return nil }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    static let isAvailable: Bool = (try? TinyDisk()) != nil

    /// Leaves exactly this many pages of 4 KiB free.
    func fill(leaving pages: Int) throws {
        var bytes = (16 - pages) * 4096
        let used = try FileManager.default.contentsOfDirectory(atPath: path)
            .compactMap { name -> Int? in
                var status = stat()
                guard lstat("\(path)/\(name)", &status) == 0 else { return nil }
                return Int(status.st_blocks) * 512
            }
            .reduce(0, +)
        bytes -= used
        try Data(count: max(0, bytes)).write(to: URL(fileURLWithPath: path + "/.ballast"))
    }
}

extension Observation {
    /// A completed trial with the figures that summaries need.
    static func sample(
        _ strategy: String = "streamed", units: Int = 1_000, kind: Kind = .measured,
        index: Int = 0, peak: Int? = 10 << 20, outcome: Outcome = .completed,
        evidence: Evidence.Kind = .exited
    ) -> Observation {
        var trial = Observation(
            strategy: strategy,
            scale: ScaleRecord(Scale(units: units), inputBytes: units * 100), kind: kind,
            index: index, seed: .max, startedAt: "2026-01-05T10:00:01.000Z", outcome: outcome,
            evidence: Evidence(evidence, detail: "because"),
            enforcement: EnforcementRecord(requested: .auto, tiers: [.watchdog]),
            exit: ExitRecord(code: 0),
            allocator: AllocatorRecord(name: .jemalloc, isAttached: true),
            wallNanoseconds: 500_000_000)
        trial.scenario = "csv-ingest"
        trial.peakRSSBytes = peak
        trial.unitsDone = units
        return trial
    }

    /// A trial with all keys.
    static var complete: Observation {
        var trial = sample()
        trial.parameters = ["batch": "1000"]
        trial.enforcement = EnforcementRecord(
            requested: .auto, tiers: [.watchdog, .cgroupV2], limitBytes: 1 << 26,
            missing: "rlimit: not asked for")
        trial.budget = Budget(metric: .peakLive, limit: .mebibytes(32))
        trial.peakAnonBytes = 1
        trial.peakFileBytes = 2
        trial.peakShmemBytes = 3
        trial.peakTreeBytes = 4
        trial.peakLiveBytes = 5
        trial.cgroupPeakBytes = 6
        trial.endRSSBytes = 7
        trial.overshootBytes = 8
        trial.readBytes = 9
        trial.writtenBytes = 10
        trial.unitsTotal = 11
        trial.rowsFailed = 12
        trial.counts = [JobCount("calls", 54)]
        trial.digest = "00000000000000ff"
        trial.check = ResultCheckRecord(
            .sameAs, .right, rows: 3,
            fingerprint: ResultFingerprint(
                format: .csv, contentDigest: "0f", rowsDigest: "00", rows: 3))
        trial.exit = ExitRecord(code: 1, signal: 9)
        trial.quality = [.peakRSS: .exact, .peakTree: .lowerBound]
        trial.phase = "load"
        trial.peakProcess = "worker"
        trial.stderrTail = "line\n\u{1F40C}"
        return trial
    }
}

extension Cell {
    static func sample(
        _ strategy: String = "streamed", units: Int = 1_000, role: Scenario.Role = .candidate
    ) -> Cell {
        Cell(strategy: strategy, role: role, scale: Scale(units: units))
    }
}

extension EnvironmentRecord {
    /// The environment of baselines in tests.
    static let baselineSample = EnvironmentRecord(
        kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 34,
        pageSizeBytes: 4096, thp: "madvise", cLibrary: "glibc 2.36", swift: "6.3",
        traits: ["PostgreSQL", "XLSX"])
}

extension ScenarioRecord {
    /// A scenario with three trials per cell, for a baseline.
    static func baselineSample(units: [Int]) -> ScenarioRecord {
        let scenario = Scenario(
            name: "csv-ingest", job: .pipeline("csv-ingest"), dataset: .init(kind: "csv-rows"),
            scales: units.map { Scale(units: $0) },
            budget: Budget(metric: .peakRSS, limit: .mebibytes(32)), allocator: .jemalloc,
            strategies: [.init(name: "streamed"), .init(name: "load-all", role: .control)])
        let trials = scenario.cells().flatMap { cell in
            (0..<3).map { index in
                var trial = Observation.sample(
                    cell.strategy, units: cell.scale.units, index: index,
                    peak: (10 << 20) + index)
                trial.allocator.version = "5.3.0-0-g54eaed1d"
                return trial
            }
        }
        return ScenarioRecord(
            scenario, unit: "rows", cells: scenario.cells(), observations: trials)
    }
}

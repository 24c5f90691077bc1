import Datasets
import Files
import Foundation
import Glibc
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Bench

@Suite("Cleaning up after runs")
struct CleaningTests {
    private let root: TemporaryDirectory
    private let now = 2_000_000_000

    init() throws {
        root = try TemporaryDirectory()
    }

    /// Creates a cache with a dataset, a run that can't be resumed, and a killed harness's folder,
    /// all of the same age.
    private func fill(ageSeconds: Int) throws {
        let cache = DatasetCache(root: root.path("cache"))
        let request = Scenario.DatasetRequest(kind: "csv-rows", seed: 7)
        _ = try cache.dataset(for: request, scale: Scale(units: 10))
        try root.write("", to: "runs/cut/trials.jsonl")
        try root.write("", to: "tmp/membudget-999999999-1-abcdef/file")
        for folder in [".", "cache", "runs", "tmp"] { try age(folder, to: now - ageSeconds) }
    }

    private func age(_ folder: String, to seconds: Int) throws {
        let walk = FileManager.default.enumerator(atPath: root.path(folder))
        for name in (walk?.compactMap { $0 as? String } ?? []) {
            let times = Array(repeating: timespec(tv_sec: seconds, tv_nsec: 0), count: 2)
            try #require(utimensat(AT_FDCWD, root.path("\(folder)/\(name)"), times, 0) == 0)
        }
    }

    private var settings: Cleaning.Settings {
        var settings = Cleaning.Settings(datasetRoot: root.path("cache"), now: now)
        settings.runRoot = root.path("runs")
        return settings
    }

    private func clean(_ settings: Cleaning.Settings) -> (failures: Int, events: [CleanEvent]) {
        var events: [CleanEvent] = []
        let failures = Cleaning.run(
            settings, sweeps: [(.folder, { FolderSweep.run(in: [root.path("tmp")], rule: $0) })]
        ) { events.append($0) }
        return (failures, events)
    }

    /// The number of items of each kind.
    private func counts(_ events: [CleanEvent]) -> [CleanEvent.Kind: Int] {
        events.reduce(into: [:]) { counts, event in
            if case .counted(let kind, let count, _) = event { counts[kind] = count }
        }
    }

    private func names() -> Set<String> {
        let walk = FileManager.default.enumerator(atPath: root.path)
        return Set(walk?.compactMap { $0 as? String } ?? [])
    }

    @Test("All leftovers are removed")
    func all() throws {
        try fill(ageSeconds: 0)
        let (failures, events) = clean(settings)
        #expect(failures == 0)
        #expect(counts(events) == [.dataset: 1, .staleRun: 1, .folder: 1])
        #expect(directoryEntries(root.path("runs")).isEmpty)
        #expect(directoryEntries(root.path("tmp")).isEmpty)
    }

    @Test("A dry run names the same items and changes nothing")
    func rehearsal() throws {
        try fill(ageSeconds: 0)
        let before = names()
        var rehearsed = settings
        rehearsed.isRehearsal = true
        let told = clean(rehearsed).events
        #expect(names() == before)
        #expect(told == clean(settings).events)
    }

    @Test("Younger items are kept; a dataset's age is the time since its last use")
    func age() throws {
        try fill(ageSeconds: 3 * 86_400)
        var young = settings
        young.age = .seconds(4 * 86_400)
        #expect(counts(clean(young).events) == [.dataset: 0, .staleRun: 0, .folder: 0])
        young.age = .seconds(2 * 86_400)
        let used = try #require(directoryEntries(root.path("cache")).first { $0.hasPrefix("csv") })
        var times = Array(repeating: timespec(tv_sec: now - 86_400, tv_nsec: 0), count: 2)
        try #require(utimensat(AT_FDCWD, root.path("cache/\(used)/lock"), &times, 0) == 0)
        #expect(counts(clean(young).events) == [.dataset: 0, .staleRun: 1, .folder: 1])
    }

    @Test("An unusable cache is a failure, and the rest is still cleaned")
    func refused() throws {
        try fill(ageSeconds: 0)
        try root.write("mine", to: "other/thesis")
        var wrong = settings
        wrong.datasetRoot = root.path("other")
        let (failures, events) = clean(wrong)
        #expect(failures == 1)
        #expect(counts(events) == [.staleRun: 1, .folder: 1])
        #expect(readText(root.path("other/thesis")) == "mine")
    }

    @Test("Without a folder for datasets, the rest is cleaned")
    func withoutDatasets() throws {
        try fill(ageSeconds: 0)
        var none = settings
        none.datasetRoot = nil
        #expect(counts(clean(none).events) == [.staleRun: 1, .folder: 1])
    }
}

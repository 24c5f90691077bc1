import Datasets
import Harness
import Judging
import MemoryBudget
import Reports
import Processes
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Runs on a user's own data")
struct OwnDataRunTests {
    private static let orders = "id,name\n1,a\n2,\"b\nc\"\n3,d\n4,e\n5,f\n"

    /// Returns a command's scenario with two scales.
    private static func scenario(
        _ dataset: String, scales: String = "[2, 4]", _ more: String = ""
    ) -> String {
        """
        scenario: orders
        command: ["{libexec}/job", "{input}"]
        dataset: \(dataset)
        scales: \(scales)
        budget: { peak-rss: 64MiB }
        trials: 1
        \(more)

        """
    }

    private func place(
        _ text: String, law: @escaping FakeSystem.Law = { _ in .holding(mebibytes: 8) }
    ) throws -> Workplace {
        let place = try Workplace(text, law: law)
        try place.directory.write(Self.orders, to: "orders.csv")
        return place
    }

    /// Returns the error of a run that must not start.
    private func refusal(
        _ place: Workplace, _ change: @escaping (inout BenchSettings) -> Void = { _ in }
    ) async throws -> DatasetError {
        let error = await #expect(throws: DatasetError.self) { try await place.run(change) }
        #expect(place.system.trials.isEmpty && !place.holds("run"))
        return try #require(error)
    }

    @Test("A baseline isn't compared with a run on a file whose content has changed")
    func baselineOfOtherContent() async throws {
        let place = try place(Self.scenario("{ file: orders.csv }"))
        let folder = place.path("baselines")
        let first = try await place.gate(into: "first") { $0.updateBaseline = folder }
        #expect(first.status == .success)
        func judged(_ name: String) async throws -> Gated {
            try await place.gate(into: name) {
                $0.baseline = folder
                $0.requireBaseline = true
            }
        }
        #expect(try await judged("same").status == .success)
        try place.directory.write(Self.orders.replacing("d", with: "e"), to: "orders.csv")
        let changed = try await judged("changed")
        #expect(changed.status == .inconclusive)
        #expect(Set(changed.results(.baseline)) == [.missing])
    }

    @Test("A scale is the file's first records, the floor its header; a whole file isn't copied")
    func file() async throws {
        let place = try place(Self.scenario("{ file: orders.csv }", scales: "[2, 5]"))
        let record = try await place.run().record
        let inputs = try #require(place.system.inputs.first)
        #expect(Set(inputs.keys) == [0, 2, 5])
        #expect(inputs[5]?.path == place.path("orders.csv"))
        #expect(inputs[2]?.expected == nil && inputs[2]?.units == 2)
        let texts = try [0, 2].map { units in
            let path = try #require(inputs[units]?.path)
            return try place.text(String(path.dropFirst(place.directory.path.count + 1)))
        }
        #expect(texts == ["id,name\n", "id,name\n1,a\n2,\"b\nc\"\n"])
        #expect(record.scenarios.first?.ownData == .file("orders.csv", repeats: false))
        #expect(record.scenarios.first?.repeatedRecords == nil)
        #expect(record.cells.allSatisfy { $0.floorRSSBytes != nil })
        #expect(record.plan?.scenarios.first?.files?.map(\.role).contains(.input) == true)
    }

    @Test("A scale beyond the file's end is rejected before anything runs, unless records repeat")
    func beyond() async throws {
        let beyond = try place(Self.scenario("{ file: orders.csv }", scales: "[2, 6, 10k]"))
        let error = try await refusal(beyond)
        #expect(error.code == .beyondFile)
        #expect(error.message.contains("has 5 records, too few for scales 6, 10k"))
        let repeated = try place(
            Self.scenario("{ file: orders.csv, repeat: true }", scales: "[2, 6]"))
        let record = try await repeated.run().record
        #expect(record.scenarios.first?.repeatedRecords == 5)
        let text = MarkdownReport().text(of: record)
        #expect(text.contains("scales above 5 repeat the file's records"))
    }

    @Test("One file per scale is used in place, and all missing files are named")
    func files() async throws {
        let text = Self.scenario("{ files: \"{here}/o-{scale}.csv\" }", scales: "[2, 1k]")
        let missing = try await refusal(place(text))
        #expect(missing.code == .beyondFile && missing.message.contains("for scales 2 ("))
        #expect(missing.message.contains("/o-1000.csv' or "))
        let place = try place(text)
        try place.directory.write("2", to: "o-2.csv")
        try place.directory.write("1", to: "o-1k.csv")
        _ = try await place.run()
        #expect(place.system.inputs.first?[1_000]?.path == place.path("o-1k.csv"))
        // Without an empty file there are no floors, and nothing fails because of that.
        #expect(place.system.trials.map(\.kind) == [.measured, .measured])
        try place.directory.write("", to: "o-0.csv")
        _ = try await place.run(into: "again")
        #expect(place.system.trials.contains { $0.kind == .floor })
    }

    @Test("A command writes each scale once, before its trials")
    func command() async throws {
        let place = try place(
            Self.scenario("{ command: [sh, gen.sh, \"{scale}\", \"{output}\"] }"))
        try place.directory.write("echo $1 > $2; echo x >> count", to: "gen.sh")
        _ = try await place.run()
        #expect(place.plan?.unsizedDatasetCount == 2)
        let path = try #require(place.system.inputs.first?[4]?.path)
        #expect(try place.text(String(path.dropFirst(place.directory.path.count + 1))) == "4\n")
        _ = try await place.run(into: "again")
        #expect(try place.text("count") == "x\nx\nx\n")
    }

    @Test("A command that fails ends the run, and its error is shown")
    func commandFails() async throws {
        let place = try place(
            Self.scenario("{ command: [sh, gen.sh, \"{output}\"] }", scales: "[4]"))
        try place.directory.write("echo out of orders >&2; exit 3", to: "gen.sh")
        let error = await #expect(throws: DatasetError.self) { try await place.run() }
        #expect(error?.code == .commandFailed && place.system.trials.isEmpty)
        #expect(error?.message.contains("out of orders") == true)
        // After the script is corrected, the run can't be resumed.
        let proposed = place.events.compactMap { event in
            if case .commandFailed(let command, _) = event { command } else { nil }
        }
        #expect(proposed == ["membudget bench"])
        #expect(!place.events.contains { $0.name == "cutShort" })
    }

    @Test("An indivisible file of --input is used whole, without a floor")
    func wholeInput() async throws {
        let place = try place(Self.scenario("{ kind: csv-rows }"))
        try place.directory.write("PK\u{3}\u{4}", to: "orders.zip")
        let record = try await place.run { $0.selection.input = place.path("orders.zip") }.record
        #expect(record.scenarios.first?.unit == "files" && record.cells.map(\.scale.units) == [1])
        #expect(place.system.trials.allSatisfy { $0.kind == .measured })
        #expect(MarkdownReport().text(of: record).contains("1 file"))
        let other = try self.place(Self.scenario("{ kind: csv-rows }"))
        let error = try await refusal(other) {
            $0.selection.input = place.path("orders.zip")
            $0.selection.scales = [Scale(units: 6)]
        }
        #expect(error.code == .notDivisible && error.message.contains("omit --scale"))
    }

    @Test("A command that can't write scale 0 only loses the floor, which is reported")
    func noEmptyData() async throws {
        let place = try place(
            Self.scenario("{ command: [sh, gen.sh, \"{scale}\", \"{output}\"] }", scales: "[4]"))
        try place.directory.write(
            "[ $1 != 0 ] || { echo none >&2; exit 3; }; echo $1 > $2", to: "gen.sh")
        let record = try await place.run().record
        #expect(place.system.trials.allSatisfy { $0.kind != .floor } && record.finishedAt != nil)
        #expect(record.cells.map(\.verdict) == [.within])
        #expect(record.cells.allSatisfy { $0.floorRSSBytes == nil })
        #expect(MeasuredStatus(record).exitStatus == .success)
        #expect(floorWarnings(place).count == 1 && floorWarnings(place)[0].contains("none"))
    }

    @Test(
        "A setup that fails at scale 0 only loses each strategy's floor; elsewhere it ends the run"
    )
    func setupFails() async throws {
        let law: @Sendable (Int) -> FakeSystem.Law = { units in
            { planned in
                guard planned.cell.scale.units != units else {
                    throw MachineError(.commandFailed, "'setup' failed")
                }
                return .holding(mebibytes: 8)
            }
        }
        let floorless = try place(Self.scenario("{ file: orders.csv }"), law: law(0))
        let record = try await floorless.run().record
        #expect(record.finishedAt != nil && record.cells.count == 2)
        #expect(
            floorWarnings(floorless) == ["warning: command: floor not measured, 'setup' failed"])
        let failing = try place(Self.scenario("{ file: orders.csv }"), law: law(4))
        let error = await #expect(throws: MachineError.self) { try await failing.run() }
        #expect(error?.code == .commandFailed)
    }

    private func floorWarnings(_ place: Workplace) -> [String] {
        place.events.compactMap { event in
            guard case .floorFailed(let name, let reason) = event else { return nil }
            return EventText.floorFailed(name, reason: reason)
        }
    }

    @Test("--input with --scale replaces the scenario's data by a file of records")
    func inputWithScales() async throws {
        let place = try place(Self.scenario("{ kind: csv-rows }"))
        let input = place.path("orders.csv")
        let record = try await place.run {
            $0.selection.input = input
            $0.selection.scales = [Scale(units: 1), Scale(units: 3)]
        }.record
        #expect(place.system.inputs.first.map { Set($0.keys) } == [0, 1, 3])
        #expect(record.scenarios.first?.input == input && record.scenarios.first?.dataset == nil)
        #expect(record.scenarios.first?.ownData == nil)
        let error = try await refusal(Workplace(Self.scenario("{ kind: csv-rows }"))) {
            $0.selection.input = input
            $0.selection.scales = [Scale(units: 6)]
        }
        #expect(error.message.contains("has 5 records, too few for scale 6"))
    }

    @Test("A file without records is rejected before anything runs")
    func notDivisible() async throws {
        let place = try place(Self.scenario("{ file: orders.parquet }"))
        try place.directory.write("PAR1", to: "orders.parquet")
        #expect(try await refusal(place).code == .notDivisible)
    }

    @Test("A floor that fails is not measured, is reported with the reason, and fails nothing")
    func floorFails() async throws {
        let text = Self.scenario(
            "{ file: orders.csv }", "strategies: { a: { gate: { net: 8MiB } } }"
        ).replacing("\"{input}\"]", with: "\"{input}\", \"{strategy}\"]")
        let place = try place(text) { planned in
            planned.kind == .floor ? .ending(as: .failed) : .holding(mebibytes: 8)
        }
        let gated = try await place.gate()
        let record = gated.measured.record
        #expect(MeasuredStatus(record).exitStatus == .success)
        #expect(record.cells.allSatisfy { $0.floorRSSBytes == nil && $0.floorProblem != nil })
        // Only the rule on the net stays inconclusive.
        #expect(gated.status == .inconclusive)
        let report = MarkdownReport().text(of: record)
        #expect(
            report.contains("floor of a (its peak on an empty input) not measured"), "\(report)")
        #expect(!report.contains("NaN"))
    }

    @Test("A run isn't resumed with modified data")
    func resumed() async throws {
        let place = try place(Self.scenario("{ file: orders.csv }"))
        place.system.stop(after: 1)
        _ = try await place.run()
        place.system.stop(after: nil)
        try place.directory.write(Self.orders + "6,g\n", to: "orders.csv")
        let error = await #expect(throws: BenchError.self) { try await place.run(resuming: true) }
        #expect(error?.description.contains("can't be resumed") == true)
        try place.directory.write(Self.orders, to: "orders.csv")
        #expect(try await place.run(resuming: true).record.finishedAt != nil)
    }

    @Test("A missing folder of trials is reported before anything runs")
    func missingFolder() async throws {
        let place = try place(Self.scenario("{ file: orders.csv }", "cwd: nowhere"))
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.noInput) && error?.description.contains("/nowhere") == true)
        #expect(place.system.trials.isEmpty && !place.holds("run"))
    }
}

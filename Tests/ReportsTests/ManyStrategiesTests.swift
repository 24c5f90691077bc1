import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Charts of many strategies")
struct ManyStrategiesTests {
    /// A control and this many others, optionally each with its own budget, at two scales.
    private func scenario(_ count: Int, hasOwnBudgets: Bool = false) -> ScenarioRecord {
        let cells = [1_000, 2_000].flatMap { units in
            (0..<count).map { number in
                Fixture.cell(
                    number == 0 ? "all" : "s\(number)", units,
                    role: number == 0 ? .control : .candidate)
            }
        }
        let trials = cells.enumerated().map { index, cell in
            Fixture.trial(cell, peak: 5 + Double((index % count) * 7 % count))
        }
        var record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: cells, observations: trials)
        guard hasOwnBudgets else { return record }
        for index in record.cells.indices {
            record.cells[index].budget?.limit = .mebibytes(16 + index % count)
        }
        return record
    }

    private func drawn(_ record: ScenarioRecord) -> DrawnVariants {
        DrawnVariants(of: ScenarioView(record))
    }

    @Test("Up to 40 strategies are all drawn, without a note")
    func all() {
        let few = drawn(scenario(40))
        #expect(few.variants.count == 40 && few.note == nil)
    }

    @Test("Of more strategies, the control, the smallest candidate and the largest are drawn")
    func some() throws {
        let many = drawn(scenario(500))
        #expect(many.variants.count == 40)
        #expect(many.variants.first?.name == "all")
        #expect(many.variants.map(\.number) == many.variants.map(\.number).sorted())
        let extents = many.variants.dropFirst().compactMap { $0.extent(of: .peakRSS) }.sorted()
        let mebibytes = extents.map { Int($0) >> 20 }
        #expect(mebibytes == [6] + Array(467...504))
        #expect(
            many.note
                == "460 of 500 strategies are not drawn; the report's table has all. Drawn: the"
                + " control, the smallest candidate, then the largest.")
        #expect(drawn(scenario(41)).note?.hasPrefix("1 of 41 strategies is not drawn;") == true)
    }

    @Test("Every chart gives the number of omitted strategies, and its text lies within")
    func pictures() async throws {
        let run = Fixture.run(scenario(41))
        let files = SVGReport().files(of: ReportSource(run: run, samples: Fixture.samples(run)))
        #expect(files.count == 3)
        for file in files {
            #expect(file.text.contains("1 of 41 strategies is not drawn"), "\(file.name)")
            let outside = try await Python.run(
                """
                import sys, xml.etree.ElementTree as tree
                root = tree.fromstring(sys.stdin.buffer.read())
                for text in root.iter('{http://www.w3.org/2000/svg}text'):
                    y = float(text.get('y'))
                    if not 0 < y <= float(root.get('height')): print(text.text, y)
                """, input: file.text)
            #expect(outside.isEmpty, "\(file.name): \(outside)")
        }
    }

    /// With a budget for each of 125 strategies, drawing took minutes when every bar looked at
    /// every cell of every budget.
    @Test(
        "Budgets per strategy are drawn in time that grows with their number",
        .timeLimit(.minutes(1)))
    func ownBudgets() {
        let run = Fixture.run(scenario(500, hasOwnBudgets: true))
        let files = SVGReport().files(of: ReportSource(run: run, samples: [:]))
        #expect(files.count == 2)
        for file in files {
            #expect(file.text.components("class=\"budget\"") <= 40)
            #expect(
                file.text.contains(file.name.hasSuffix("peaks.svg") ? "its budget" : "red: budgets")
            )
        }
    }
}

import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("The layout of charts")
struct ChartLayoutTests {
    private let run = Fixture.run(Fixture.grown)

    private var files: [ReportFile] {
        SVGReport().files(of: ReportSource(run: run, samples: Fixture.samples(run)))
    }

    @Test("Text is at least ten pixels high in a chart that is 400 wide")
    func legible() throws {
        let sizes = ChartStyle.rules.matches(of: /font(?:-size)?:(\d+)px/).compactMap {
            Double($0.1)
        }
        #expect(sizes.count >= 3)
        let least = try #require(sizes.min())
        #expect(least * 400 / ChartWords.chartWidth >= 10)
        for file in files {
            #expect(file.text.contains("viewBox=\"0 0 \(Int(ChartWords.chartWidth)) "))
        }
    }

    @Test("The time axis starts at zero and is linear, however long one strategy takes")
    func time() async throws {
        let fast = Fixture.cell("streamed", 160_000)
        let slow = Fixture.cell("slow", 160_000)
        let run = Fixture.run(
            ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [fast, slow],
                observations: [
                    Fixture.trial(fast, peak: 14, seconds: 0.1),
                    Fixture.trial(slow, peak: 14, seconds: 40),
                ]))
        let chart = try #require(
            SVGReport().files(of: ReportSource(run: run, samples: Fixture.samples(run))).first {
                $0.name.hasSuffix("timeline.svg")
            })
        for label in [">0<", ">10 s<", ">20 s<", ">30 s<", ">40 s<"] {
            #expect(chart.text.contains(label), "\(label)")
        }
    }

    @Test("All text lies within the picture")
    func inside() async throws {
        for file in files {
            let output = try await Python.run(
                """
                import sys, xml.etree.ElementTree as tree
                root = tree.fromstring(sys.stdin.buffer.read())
                width, height = map(float, root.get("viewBox").split()[2:])
                for text in root.iter('{http://www.w3.org/2000/svg}text'):
                    x, y = float(text.get("x")), float(text.get("y"))
                    if not (0 <= x <= width and 0 < y <= height): print(''.join(text.itertext()))
                """, input: file.text)
            #expect(output.isEmpty, "\(file.name): \(output)")
        }
    }

    @Test("A legend has one line per series, or two columns of names if there are many")
    func legend() {
        func legend(_ count: Int) -> Legend {
            Legend(
                (0..<count).map {
                    Legend.Entry(series: $0, name: "strategy-\($0)", details: ["does not grow"])
                })
        }
        func drawn(_ count: Int) -> String {
            var canvas = Canvas(width: 520, height: 900)
            legend(count).draw(on: &canvas, at: 0)
            return canvas.marks.map(\.source).joined()
        }
        #expect(drawn(3).contains("strategy-2: does not grow"))
        #expect(!drawn(40).contains("does not grow") && drawn(40).contains(">strategy-39<"))
        #expect(legend(40).height < legend(10).height * 3)
        #expect(legend(0).height == 0)
    }

    @Test("A long title takes two lines, and a longer one is cut")
    func title() {
        #expect(ChartWords.title("short").count == 1)
        #expect(ChartWords.title(String(repeating: "word ", count: 15)).count == 2)
        let long = ChartWords.title(String(repeating: "word ", count: 90))
        #expect(long.count == 2 && long[1].hasSuffix("…"))
    }

    @Test(
        "A run of two strategies takes two pages on paper",
        .enabled(if: Browser.isThere, "there is no chromium; Scripts/bootstrap-tests.sh says how"))
    func paper() async throws {
        let units = [10_000, 20_000, 40_000, 80_000, 160_000]
        let cells = units.flatMap { [Fixture.cell("whole", $0), Fixture.cell("streamed", $0)] }
        let run = Fixture.run(
            ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: cells,
                observations: cells.flatMap {
                    Fixture.trials($0, peaks: [12, 13, 14], seconds: 1)
                }))
        let directory = try TemporaryDirectory()
        let page = HTMLReport().text(
            of: ReportSource(run: run, samples: Fixture.samples(run)))
        let found = try await Browser.open(directory.write(page, to: "report.html"))
        #expect(found.paper_pages == 2)
    }
}

import HeapProfile
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Profiles in a run's reports")
struct ProfileSectionTests {
    private func source(_ profiles: [ProfileRecord]) -> ReportSource {
        let run = Fixture.run(Fixture.grown)
        return ReportSource(run: run, samples: Fixture.samples(run), profiles: profiles)
    }

    /// The profiles of the control's cells, each with the same heap.
    private func profiles(
        _ adjust: (inout ProfileRecord) -> Void = { _ in }
    ) -> [ProfileRecord] {
        Fixture.grown.cells.filter { $0.strategy == "load-all" }.map { cell in
            Fixture.profile(of: cell, adjust)
        }
    }

    @Test("The page has each profiled cell in table order, with sites, a bar and a flame graph")
    func page() {
        let page = HTMLReport().text(of: source(profiles()))
        #expect(page.components("<details class=\"profile\"") == 5)
        #expect(page.components("<details class=\"profile\" open=\"\"") == 1)
        #expect(page.components("class=\"flame\"") == 5)
        #expect(page.contains("load-all at 10k rows") && page.contains("load-all at 160k rows"))
        #expect(page.contains("load-all: 67 % ± &lt;1 % of 300.0 MiB of live memory"))
        #expect(page.contains("App.Importer.loadAll</td>") && page.contains("app.swift:3"))
        #expect(page.contains("≈ 0.0") && page.contains("≈ below resolution: under 2.0 MiB"))
        #expect(page.contains("live blocks of malloc") && page.contains("unexplained"))
    }

    @Test("Markdown has the table of each, and pictures if they are next to it")
    func markdown() throws {
        let source = source(profiles())
        let files = try Renderers.files(of: source, by: [MarkdownReport(), SVGReport()])
        let text = files[0].text
        #expect(text.components("<details") == 5 + 1, "and the raw values")
        #expect(text.contains("held by") && text.contains("App.Importer.loadAll | app.swift:1 |"))
        let names = Set(files.map(\.name))
        for kind in ["memory", "flame"] {
            let name = "charts/csv-ingest-load-all-160k-\(kind).svg"
            #expect(names.contains(name) && text.contains("](\(name))"), "\(names)")
        }
        let alone = MarkdownReport().text(of: source)
        #expect(
            !alone.contains("charts/") && alone.contains("live&nbsp;blocks&nbsp;of&nbsp;malloc"))
    }

    @Test("A run without profiles shows nothing about them")
    func none() {
        let source = source([])
        let page = HTMLReport().text(of: source)
        for word in ["What held", "flame", "profile"] { #expect(!page.contains(word), "\(word)") }
        #expect(!MarkdownReport().text(of: source).contains("What held"))
        let other = Fixture.profiled()
        #expect(!HTMLReport().text(of: self.source([other])).contains("What held"))
    }

    @Test("If malloc explains too little, no site is listed, but the breakdown is shown")
    func weak() throws {
        let source = source(profiles { $0.trial.peakAnonBytes = Fixture.mebibytes(900) })
        let files = try Renderers.files(
            of: source, by: [HTMLReport(), MarkdownReport(), SVGReport()])
        for file in files {
            #expect(!file.text.contains("loadAll"), "\(file.name)")
            #expect(!file.name.hasSuffix("flame.svg"))
        }
        #expect(
            files[0].text.contains("malloc explains only 33 % of the anonymous and shared memory"))
        #expect(files[0].text.contains("class=\"charts memory\""))
    }

    @Test("Forty profiles of thousands of frames make a page of a few megabytes")
    func size() {
        let stacks = (0..<600).map { index in
            (["main"] + (0..<20).map { "App.Part\(index % (2 + $0 * $0)).function\($0)" }, 1.0)
        }
        let heap = Fixture.profiled(stacks).heap
        var scenario = Fixture.grown
        scenario.cells = (0..<40).map { index in
            var cell = Fixture.grown.cells[0]
            cell.strategy = "strategy-\(index)"
            return cell
        }
        let run = Fixture.run(scenario)
        let records = scenario.cells.map { cell in Fixture.profile(of: cell) { $0.heap = heap } }
        let page = HTMLReport().text(of: ReportSource(run: run, samples: [:], profiles: records))
        #expect(page.components("class=\"flame\"") == 40)
        #expect(page.utf8.count < 8 << 20, "\(page.utf8.count)")
        #expect(page.contains("narrower than"))
    }

    @Test("Strategies whose names map to one word have their own pictures")
    func names() {
        var scenario = Fixture.grown
        scenario.cells = ["a b", "a_b"].map { name in
            var cell = Fixture.grown.cells[0]
            cell.strategy = name
            return cell
        }
        let run = Fixture.run(scenario)
        let records = scenario.cells.map { Fixture.profile(of: $0) }
        let files = SVGReport().files(
            of: ReportSource(run: run, samples: [:], profiles: records))
        #expect(Set(files.map(\.name)).count == files.count)
        #expect(files.count { $0.name.hasSuffix("flame.svg") } == 2)
    }

    @Test(
        "In both themes, text is legible, folded graphs open, and nothing scrolls sideways",
        .enabled(if: Browser.isThere, "there is no chromium; Scripts/bootstrap-tests.sh says how"))
    func browser() async throws {
        let directory = try TemporaryDirectory()
        let page = HTMLReport().text(of: source(profiles()))
        let found = try await Browser.open(directory.write(page, to: "report.html"))
        #expect(found.console.isEmpty && found.network.isEmpty)
        for view in found.views {
            #expect(view.scroll_width <= view.width, "\(view)")
            #expect(view.reading.size >= 11 && view.reading.contrast >= 4.5, "\(view)")
        }
        let zoomed = try #require(found.flame.first { $0.step == "Enter" })
        #expect(zoomed.part == 100 && zoomed.name.hasPrefix("App.Importer.run: "))
        #expect(found.flame.contains { $0.step == "search" && $0.matches == 1 })
        #expect(found.opened.contains("main"), "a graph that was folded is named once it is open")
    }
}

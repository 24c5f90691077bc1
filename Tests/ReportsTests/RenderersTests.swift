import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The list of renderers")
struct RenderersTests {
    @Test("report offers formats that write files; bench and compare offer those that print")
    func names() {
        #expect(
            Renderers.filing.map(\.name) == [
                "markdown", "html", "svg", "json", "junit", "sarif", "github", "benchmark-action",
            ])
        #expect(Renderers.console.map(\.name) == ["terminal", "markdown", "json"])
        #expect(Set(Renderers.all.map(\.name)).count == Renderers.all.count)
    }

    @Test("Each format writes the files that it names, and all but charts can be printed")
    func files() throws {
        let run = Fixture.gated
        let source = ReportSource(run: run, samples: Fixture.samples(run))
        for renderer in Renderers.filing {
            let names = try Renderers.files(of: source, by: [renderer]).map(\.name)
            if renderer.medium.isPrintable {
                #expect(names == renderer.fileNames)
            } else {
                #expect(names.count > 1)
                #expect(names.allSatisfy { $0.hasPrefix("charts/") && $0.hasSuffix(".svg") })
            }
        }
    }

    @Test("Markdown links to charts only if they are next to it")
    func charts() throws {
        let run = Fixture.run(Fixture.grown)
        let source = ReportSource(run: run, samples: Fixture.samples(run))
        let alone = try Renderers.files(of: source, by: [MarkdownReport()])
        let beside = try Renderers.files(of: source, by: [MarkdownReport(), SVGReport()])
        #expect(!alone[0].text.contains("charts/") && beside[0].text.contains("charts/"))
    }

    @Test("The files of each format are listed in one sentence")
    func contents() {
        #expect(
            Renderers.folderContents
                == "markdown as report.md, html as report.html, svg as charts/*.svg, json as"
                + " report.json, junit as junit.xml, sarif as report.sarif, github as"
                + " annotations.txt, summary.md and comment.md, benchmark-action as"
                + " benchmark-action.json"
        )
    }

    @Test("Each format that prints shows a run and a comparison")
    func console() throws {
        let run = Fixture.run(Fixture.ingest)
        let comparison = RunComparison(of: run, against: run)
        for renderer in Renderers.console {
            #expect(try renderer.text(of: run, style: .plain).hasSuffix("\n"))
            let text = try renderer.text(of: comparison, style: .plain)
            #expect(text.contains("csv-ingest") && text.contains("unchanged"))
        }
    }
}

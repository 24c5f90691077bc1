import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("The HTML report")
struct HTMLReportTests {
    private func page(_ run: RunRecord) -> String {
        HTMLReport().text(of: ReportSource(run: run, samples: Fixture.samples(run)))
    }

    /// The result of Python's parser: closed elements in order, the tags, and the visible text.
    private func parsed(_ page: String) async throws -> (tags: Set<String>, text: String) {
        let output = try await Python.run(
            """
            import html.parser, sys
            class Reader(html.parser.HTMLParser):
                stack, tags, shown = [], set(), []
                def handle_starttag(self, tag, attributes):
                    self.tags.add(tag)
                    for name, value in attributes:
                        assert not name.startswith("on"), (tag, name)
                        if name in ("src", "href"): assert value.startswith(("#", "data:")), value
                    if tag not in ("meta", "link", "br"): self.stack.append(tag)
                def handle_startendtag(self, tag, attributes): self.tags.add(tag)
                def handle_endtag(self, tag):
                    assert self.stack and self.stack.pop() == tag, (tag, self.getpos())
                def handle_data(self, data):
                    if self.stack and self.stack[-1] not in ("script", "style"):
                        self.shown.append(data)
            reader = Reader()
            reader.feed(sys.stdin.buffer.read().decode())
            reader.close()
            assert not reader.stack, reader.stack
            print(" ".join(sorted(reader.tags)))
            print("".join(reader.shown))
            """, input: page)
        let lines = output.split(separator: "\n", maxSplits: 1)
        return (Set((lines.first ?? "").split(separator: " ").map(String.init)), String(lines[1]))
    }

    @Test("The page starts with the answer, and has tables, charts, growth, raw values, machine")
    func contents() async throws {
        let run = Fixture.run(Fixture.grown, Fixture.liveBytes)
        let (tags, text) = try await parsed(page(run))
        #expect(tags.isSuperset(of: ["table", "svg", "details", "button", "style", "script"]))
        let answer = try #require(text.range(of: "streamed is the fastest and the smallest within"))
        let table = try #require(text.range(of: "Every strategy at every scale"))
        #expect(answer.lowerBound < table.lowerBound)
        for wanted in ["Growth", "Raw values", "The machine", "breaks at", "not UTF-8", "seed 7"] {
            #expect(text.contains(wanted), "\(wanted)")
        }
        #expect(!text.contains("Gate ") && !text.contains("The gate"))
        #expect(page(Fixture.gated).contains("Gate failed (exit 70)"))
    }

    @Test("The page is self-contained: no address, no other file, one script")
    func selfContained() {
        let page = page(Fixture.run(Fixture.grown))
        #expect(page.components("<script>") == 1 && !page.contains("http:"))
        #expect(!page.contains("https:"))
        #expect(!page.contains("url(") && !page.contains("@import"))
    }

    @Test("The policy names the page's script and style by SHA-256, and allows no other")
    func policy() async throws {
        var source = ReportSource(run: Fixture.run(Fixture.grown), samples: [:])
        let plain = HTMLReport().text(of: source)
        source.profiles = [Fixture.profile(of: source.run.scenarios[0].cells[0])]
        for page in [plain, HTMLReport().text(of: source)] {
            let output = try await Python.run(
                """
                import base64, hashlib, html, re, sys
                page = sys.stdin.buffer.read().decode()
                policy = html.unescape(re.search(
                    '<meta http-equiv="Content-Security-Policy" content="([^"]*)"/>', page)[1])
                for name in "script", "style":
                    [text] = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
                    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                    policy = policy.replace(digest, name)
                assert page.index("Content-Security-Policy") < page.index("<style>")
                print(policy)
                """, input: page)
            #expect(
                output == """
                    default-src 'none'; script-src 'sha256-script'; style-src 'sha256-style'; \
                    style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; \
                    form-action 'none'

                    """)
        }
    }

    @Test("Texts in any script are shown, and are never markup")
    func hostile() async throws {
        for text in Fixture.hostile {
            let run = Fixture.hostileRun(text)
            let page = page(run)
            let parsed = try await parsed(page)
            #expect(page.components("<script>") == 1)
            #expect(parsed.text.contains(TerminalText.visible(text)) || text == "\u{FFFE}\u{FFFF}")
        }
    }

    @Test("Scenarios of every kind make a well-formed page")
    func unusual() async throws {
        let run = Fixture.run(
            Fixture.ingest, Fixture.problems, Fixture.extrapolated, Fixture.partial,
            Fixture.absent, Fixture.ownBudgets, Fixture.unbudgeted, Fixture.extreme)
        let text = try await parsed(page(run)).text
        #expect(text.contains("Nothing was run: no strategy can run on this machine."))
        #expect(try await parsed(page(Fixture.run())).tags.contains("html"))
    }

    @Test("Six scenarios of fifteen cells take a fraction of the page limit")
    func size() {
        var run = Fixture.run(Fixture.grown)
        run.scenarios = Array(repeating: Fixture.grown, count: 6)
        #expect(page(run).utf8.count < 1 << 20)
    }

    @Test(
        "In a browser, in both themes, the page has no errors, requests or sideways scrolling",
        .enabled(if: Browser.isThere, "there is no chromium; Scripts/bootstrap-tests.sh says how"))
    func browser() async throws {
        let directory = try TemporaryDirectory()
        var scenario = Fixture.hostileRun(Fixture.hostile[0]).scenarios[0]
        scenario.about = String(repeating: "unbroken", count: 40)
        var run = Fixture.gated
        run.scenarios += [scenario, Fixture.liveBytes]
        let found = try await Browser.open(directory.write(page(run), to: "report.html"))
        #expect(found.console.isEmpty && found.network.isEmpty)
        #expect(found.views.map(\.width) == [400, 1200, 400, 1200])
        for view in found.views {
            #expect(view.scroll_width <= view.width, "\(view)")
            #expect(view.reading.size >= 11, "\(view)")
        }
        #expect(Set(found.views.map(\.ground)).count == 2, "light and dark")
        #expect(found.toggled == found.views[0].ground, "from dark to light")
        #expect(found.paper_bytes > 10_000)
        let peaks = found.sorting.ascending.values.compactMap(Double.init)
        #expect(found.sorting.before.compactMap(Double.init) != peaks)
        #expect(peaks == peaks.sorted() && peaks.count > 5 && found.sorting.focusable)
        #expect(found.sorting.ascending.order == "ascending")
        #expect(found.sorting.descending.order == "descending")
        #expect(found.sorting.descending.values.compactMap(Double.init) == peaks.sorted(by: >))
    }
}

import Foundation
import HeapProfile
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Flame graphs")
struct FlameTests {
    private let record = Fixture.profiled()

    private func text(_ renderer: any ProfileRenderer) throws -> String {
        String(decoding: try renderer.contents(of: record), as: UTF8.self)
    }

    @Test("A frame lies within its caller's, and frames of a row don't overlap")
    func layout() throws {
        let graph = FlameGraph(StackTree(record.heap, at: .peak), leastWidth: 0)
        #expect(graph.boxes.count == 11 && graph.foldedCount == 0 && graph.note == nil)
        for box in graph.boxes where box.depth > 0 {
            let caller = try #require(
                graph.boxes.last { other in
                    other.depth == box.depth - 1 && other.start <= box.start + 1e-12
                })
            #expect(box.start + box.width <= caller.start + caller.width + 1e-12, "\(box.name)")
        }
        for depth in 0..<graph.depth {
            let row = graph.boxes.filter { $0.depth == depth }.sorted { $0.start < $1.start }
            for (left, right) in zip(row, row.dropFirst()) {
                #expect(left.start + left.width <= right.start + 1e-12)
            }
        }
        #expect(graph.boxes.first?.bytes == Double(record.heap.peakBytes))
    }

    @Test("Frames that are too narrow are counted, and drawn as one if there is room")
    func narrow() throws {
        let lost = FlameGraph(StackTree(record.heap, at: .peak), leastWidth: 0.001)
        #expect(lost.foldedCount == 3 && !lost.boxes.contains { $0.kind == .folded })
        #expect(lost.note?.hasPrefix("3 frames narrower than 0.10 % of the whole are not") == true)
        let folded = FlameGraph(StackTree(record.heap, at: .peak), leastWidth: 0.00008)
        let rest = try #require(folded.boxes.first { $0.kind == .folded })
        #expect(rest.name == "3 narrower frames" && folded.foldedCount == 3)
    }

    @Test("A profile without samples has no graph, and both files say nothing about one")
    func empty() throws {
        var record = record
        record.heap.sites = []
        #expect(FlameGraph(StackTree(record.heap, at: .peak), leastWidth: 0).boxes.isEmpty)
        let page = String(decoding: try ProfilePage().contents(of: record), as: UTF8.self)
        #expect(!page.contains("Flame graph") && page.contains("no live block was sampled"))
        #expect(try !ProfileSVG().contents(of: record).isEmpty)
    }

    @Test(
        "A name that is too long loses its first parts, then its end",
        arguments: [
            ("CSVIngest.LoadAll.run", 30, "CSVIngest.LoadAll.run"),
            ("CSVIngest.LoadAll.run", 12, "LoadAll.run"), ("CSVIngest.LoadAll.run", 5, "run"),
            ("shop::Store::put", 10, "Store::put"), ("malloc_usable_size", 8, "malloc_…"),
            ("closure #1 in App.run", 9, "closure …"), ("main", 2, ""), ("a", 1, "a"),
            ("GRDB.", 4, "GRD…"),
        ])
    func names(name: String, columns: Int, fitting: String) {
        #expect(FlameName.fitting(name, columns: columns) == fitting)
    }

    @Test("The drawing is XML with a title on every frame, and names fit their frames")
    func drawing() async throws {
        let output = try await Python.run(
            """
            import sys, xml.etree.ElementTree as tree
            space = "{http://www.w3.org/2000/svg}"
            for group in tree.fromstring(sys.stdin.buffer.read()).iter(space + "g"):
                box, text = group.find(space + "rect"), group.find(space + "text")
                if text is not None and 7.25 * len(text.text) > float(box.get("width")):
                    print("too wide:", text.text)
                print(group.find(space + "title").text)
            """, input: try text(ProfileSVG()))
        let titles = output.split(separator: "\n").map(String.init)
        #expect(titles.first == "all live memory: 300.0 MiB, 100.0 %")
        #expect(titles.contains("App.Importer.loadAll: 200.0 MiB, 66.7 % (importer)"))
        #expect(!titles.contains { $0.hasPrefix("too wide") }, "\(titles)")
        #expect(try text(ProfileSVG()).contains("3 frames narrower than 0.12 % of the whole"))
    }

    @Test("Names are legible on the background of every role, light and dark")
    func contrast() throws {
        for look in FlameStyle.roles {
            #expect(try contrast(look.light, "ink", of: ChartStyle.light) >= 4.5, "\(look)")
            #expect(try contrast(look.dark, "ink", of: ChartStyle.dark) >= 4.5, "\(look)")
        }
        #expect(try contrast(FlameStyle.other.light, "ink", of: ChartStyle.light) >= 4.5)
        #expect(try contrast(FlameStyle.other.dark, "ink", of: ChartStyle.dark) >= 4.5)
        let sizes = try text(ProfileSVG()).matches(of: /(?:font|font-size):(\d+)px/)
            .compactMap { Int($0.output.1) }
        #expect(sizes.count >= 3 && sizes.allSatisfy { $0 >= 11 }, "\(sizes)")
    }

    @Test("Both files are self-contained, and no name is markup")
    func selfContained() throws {
        let hostile = Fixture.profiled([(["main", "<script>alert(1)</script>"], 40)])
        for renderer in [ProfileSVG(), ProfilePage()] as [any ProfileRenderer] {
            let file = String(decoding: try renderer.contents(of: hostile), as: UTF8.self)
            #expect(!file.contains("url(") && !file.contains("@import"))
            #expect(!file.contains("<script>alert") && file.contains("&lt;script&gt;alert"))
            #expect(file.replacing("http://www.w3.org/2000/svg", with: "").components("http:") == 0)
        }
    }

    @Test(
        "In a browser, keys and mouse zoom, search finds words, and text is legible in both themes",
        .enabled(if: Browser.isThere, "there is no chromium; Scripts/bootstrap-tests.sh says how"))
    func browser() async throws {
        let directory = try TemporaryDirectory()
        let found = try await Browser.open(directory.write(try text(ProfilePage()), to: "p.html"))
        #expect(found.console.isEmpty && found.network.isEmpty)
        #expect(found.views.count == 4)
        for view in found.views {
            #expect(view.scroll_width <= view.width, "\(view)")
            #expect(view.reading.size >= 11 && view.reading.contrast >= 4.5, "\(view)")
        }
        let steps = Dictionary(grouping: found.flame, by: \.step)
        func step(_ name: String, _ index: Int = 0) throws -> Browser.Findings.Step {
            try #require(steps[name]?[index], "\(found.flame)")
        }
        #expect(try step("Tab").name.hasPrefix("all live memory: 300.0 MiB"))
        #expect(try step("ArrowDown").name.hasPrefix("main: "))
        #expect(try step("ArrowDown", 1).name.hasPrefix("App.Importer.run: "))
        #expect(try step("ArrowDown", 1).status == step("ArrowDown", 1).name)
        // It has no neighbour, so it keeps the focus.
        let zoomed = try step("Enter")
        #expect(try zoomed.part == 100 && zoomed.name == step("ArrowRight").name)
        #expect(try step("ArrowUp").name.hasPrefix("main: "))
        #expect(try step("Escape").hidden == 0)
        let clicked = try step("click")
        #expect(clicked.name.hasPrefix("App.Importer.loadAll: ") && clicked.part >= 99)
        #expect(clicked.hidden > 0)
        // The button can no longer have the focus.
        #expect(try step("whole").hidden == 0 && step("whole").name == clicked.name)
        #expect(try step("search").matches == 1)
        #expect(try step("search").found == "1 frame, 66.7 % of the whole")
        #expect(try step("first").name.hasPrefix("App.Importer.loadAll: "))
        #expect(try step("cleared").matches == 0 && step("cleared").found.isEmpty)
    }

    /// The contrast of a background to a colour of a style (WCAG 2.2, 1.4.3).
    private func contrast(_ ground: String, _ name: String, of style: String) throws -> Double {
        let marked = try #require(style.firstRange(of: "--\(name):#"))
        let ink = "#" + style[marked.upperBound...].prefix(6)
        let lights = [luminance(ground), luminance(ink)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private func luminance(_ colour: String) -> Double {
        let value = Int(colour.dropFirst(), radix: 16) ?? 0
        let channels = [16, 8, 0].map { Double(value >> $0 & 255) / 255 }
        let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}

import Foundation
import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

/// Thousands of hostile texts through every renderer, each output read by a parser of its format.
@Suite("Hostile texts in every report")
struct HostileReportTests {
    /// The number of texts in each of the seven tests; together more than 10,000.
    private static let textCount =
        ProcessInfo.processInfo.environment["MEMBUDGET_HOSTILE_TEXTS"].flatMap { Int($0) } ?? 1_500

    /// Calls `check` with runs until enough texts are used.
    private func runs(seed: UInt64, _ check: (ReportSource) throws -> Void) rethrows {
        var texts = HostileTexts(seed: seed)
        while texts.count < Self.textCount { try check(Fixture.hostileSource { texts.next() }) }
    }

    private static let plain = Fixture.hostileSource { "plain" }

    /// Checks the rules of every output: no hidden scalars, and no log commands but ours.
    private func expectHarmless(_ text: String, isCommands: Bool = false, _ name: String) {
        var sight = ScalarSight()
        let hidden = text.unicodeScalars.first { sight.hides($0) && $0 != "\n" }
        let shown = hidden.map { VisibleText.escape($0) } ?? ""
        #expect(shown.isEmpty, "\(name) has \(shown) in it")
        guard !isCommands else { return }
        #expect(logText(text) == text, "\(name) holds a command for a log")
    }

    @Test("No file of a report has hidden text, or a command for a job's log")
    func harmless() throws {
        try runs(seed: 1) { source in
            for file in try Renderers.files(of: source, by: Renderers.filing) {
                expectHarmless(file.text, isCommands: file.name == "annotations.txt", file.name)
                #expect(file.name.utf8.allSatisfy { (0x21..<0x7F).contains($0) })
            }
        }
    }

    @Test("XML and HTML are well-formed, with the elements and attributes of a plain run")
    func markup() throws {
        func documents(_ source: ReportSource) throws -> [(kind: String, read: ReadMarkup)] {
            let files = try Renderers.files(
                of: source, by: [JUnitReport(), SVGReport(), HTMLReport()])
            return files.map { file in
                let kind = file.name.hasSuffix(".svg") ? "chart" : file.name
                return (
                    kind,
                    kind == "report.html" ? ReadMarkup(page: file.text) : ReadMarkup(file.text)
                )
            }
        }
        let known = try documents(Self.plain).reduce(into: [:]) { known, document in
            known[document.kind, default: Set()].formUnion(document.read.shapes)
        }
        try runs(seed: 2) { source in
            for (kind, read) in try documents(source) {
                #expect(read.failure == nil, "\(kind): \(read.failure ?? "")")
                let others = read.shapes.subtracting(known[kind] ?? [])
                #expect(others.isEmpty, "\(kind)")
            }
        }
    }

    @Test("A page has one script and one style, which its policy names")
    func page() {
        runs(seed: 3) { source in
            let page = HTMLReport().text(of: source)
            #expect(page.components("<script") == 1 && page.components("<style") == 1)
        }
    }

    @Test("Markdown has only our elements, no link, and equally many cells in every row")
    func markdown() {
        let ours = /<(details( open)?|\/details|sub|\/sub|br|!-- membudget report --)>/
            .matchingSemantics(.unicodeScalar)
        // HTML elements contain no Markdown.
        let summary = /<summary>[^<\n]*<\/summary>/.matchingSemantics(.unicodeScalar)
        runs(seed: 4) { source in
            let texts = GitHubReport().files(of: source).dropFirst().map(\.text)
            for text in texts + [MarkdownReport().text(of: source)] {
                let rest = text.replacing(summary, with: "").replacing(ours, with: "")
                #expect(!rest.utf8.contains(UInt8(ascii: "<")))
                #expect(Self.bareMark(in: rest) == nil, "a mark that is not escaped")
                let tables = rest.split(separator: "\n\n").filter { $0.hasPrefix("|") }
                for table in tables {
                    let rows = table.split(separator: "\n").filter { $0.hasPrefix("|") }
                    #expect(Set(rows.map(Self.cellCount)).count == 1)
                }
            }
        }
    }

    /// The unescaped separators of a row, read byte by byte.
    private static func cellCount(_ row: Substring) -> Int {
        var (count, isEscaped) = (0, false)
        for byte in row.utf8 {
            if byte == UInt8(ascii: "|"), !isEscaped { count += 1 }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return count
    }

    /// The first bracket, backtick or at sign that is not escaped, with the text before it.
    private static func bareMark(in text: String) -> String? {
        var (isEscaped, before) = (false, [UInt8]())
        for byte in text.utf8 {
            let isMark = [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "`")].contains(byte)
            before = before.suffix(40) + [byte]
            if isMark && !isEscaped || byte == UInt8(ascii: "@") {
                return String(decoding: before, as: UTF8.self)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return nil
    }

    @Test("Annotations are our commands, one per finding, each on one line")
    func annotations() {
        let command =
            /::(error|warning|notice) file=[^,:\n]*,line=3,title=[^,:\n]*::[^\n\r]*/
            .matchingSemantics(.unicodeScalar)
        let problems = Self.plain.run.problems.count
        runs(seed: 5) { source in
            let lines = GitHubReport().annotations(of: source.run).utf8
                .split(separator: UInt8(ascii: "\n"))
            // A step may have ten annotations; the last one counts the rest.
            #expect(lines.count == min(problems, 10))
            for line in problems > 10 ? lines.dropLast() : lines[...] {
                #expect(String(Substring(line)).wholeMatch(of: command) != nil)
            }
        }
    }

    @Test("JSON for programs can be read back, and SARIF has its required members")
    func data() throws {
        try runs(seed: 6) { source in
            let text = try JSONReport().text(of: source.run)
            #expect(try RunRecord(json: Array(text.utf8)) == source.run)
            let action = Data(try BenchmarkActionReport().text(of: source.run).utf8)
            #expect(try JSONSerialization.jsonObject(with: action) is [Any])
            let log = try JSONSerialization.jsonObject(
                with: Data(SARIFReport().text(of: source.run).utf8))
            let run = try #require(((log as? [String: Any])?["runs"] as? [[String: Any]])?.first)
            let results = try #require(run["results"] as? [[String: Any]])
            #expect(results.count == source.run.problems.count)
            for result in results {
                let message = (result["message"] as? [String: Any])?["text"] as? String ?? ""
                #expect(!message.isEmpty && !message.unicodeScalars.contains("\n"))
                #expect(!Array(message.utf8).contains(Array("](".utf8)))
            }
        }
    }

    @Test("A terminal gets no control characters but line ends and our own colours")
    func terminal() throws {
        runs(seed: 7) { source in
            let text = TerminalReport(style: .coloured).text(of: source.run)
            let plain = logText(text).unicodeScalars.split(separator: "\u{1B}").enumerated().map {
                $0 == 0 ? String($1) : Self.withoutColour(String($1))
            }
            expectHarmless(plain.joined(), "the terminal's report")
        }
    }

    /// The text after an escape, without the parameters of a colour; anything else stays.
    private static func withoutColour(_ text: String) -> String {
        let parameters = text.utf8.dropFirst().prefix { (0x30...0x3B).contains($0) }
        let rest = text.utf8[parameters.endIndex...]
        let isColour = text.utf8.first == UInt8(ascii: "[") && rest.first == UInt8(ascii: "m")
        return isColour ? String(Substring(rest.dropFirst())) : "\u{1B}" + text
    }
}

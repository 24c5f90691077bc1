import Foundation
import Testing

@Suite("Counts over the repository that may only fall")
struct RatchetTests {
    private static let file = SourceTree.root.appendingPathComponent(Ceilings.path)

    /// With `MEMBUDGET_UPDATE_GOLDEN` in the environment, the ceilings are rewritten instead, to be
    /// reviewed in the diff.
    @Test("Every count equals its ceiling")
    func ceilings() throws {
        let ratchets = Ratchets(phrases: try .committed())
        let counts = ratchets.counts(of: try SourceTree.files())
        if ProcessInfo.processInfo.environment["MEMBUDGET_UPDATE_GOLDEN"] != nil {
            try Self.write(counts.mapValues(\.value))
            return
        }
        let values = try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: Self.file))
        for complaint in Ceilings(values: values).complaints(about: counts) {
            Issue.record("\(complaint); MEMBUDGET_UPDATE_GOLDEN=1 rewrites all ceilings")
        }
    }

    private static func write(_ values: [String: Int]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try (encoder.encode(values) + Data("\n".utf8)).write(to: file, options: .atomic)
    }

    // MARK: The ratchet is able to fail

    /// Samples of everything that is counted.
    private static let untidy = [
        SourceFile(
            path: "Sources/Sample.swift",
            text: """
                /// \("What") is telling.
                func rowFlaw(_ first: Int, _ second: (Int, Int), third: [Int: Int] = [1: 2]) {
                    print("a commit every batch, of 3 rows a batch")
                }
                """),
        SourceFile(path: "README.md", text: "The trial is gone on\nwith. A page fault is not."),
        SourceFile(path: "Tests/SampleTests.swift", text: String(repeating: "\n", count: 201)),
        SourceFile(
            path: "Sources/long.c",
            text: "int main(void) {\n\(String(repeating: "    step();\n", count: 24))}\n"),
    ]

    private static let counts = Ratchets(
        phrases: Phrases(
            """
            allowed: page fault
            fault | error
            flaw | error
            is telling | is conclusive
            a commit every batch | one commit per batch
            is gone on with | continues
            """)
    ).counts(of: untidy).mapValues(\.value)

    @Test("Everything that is counted is found in a sample")
    func sample() {
        #expect(
            Self.counts == [
                "file_lines_max": 201, "files_over_200_lines": 1, "function_lines_max": 26,
                "functions_over_25_lines": 1, "unlabelled_parameters": 1,
                "riddles_in_descriptions": 1, "a_for_per": 1, "phrases_in_text": 3,
                "phrases_in_names": 1,
            ])
    }

    @Test("A count that rose or fell is a complaint")
    func moved() {
        let finding = Finding(path: "a.swift", line: 7, message: "long")
        func complaints(_ value: Int) -> [String] {
            Ceilings(values: ["lines": 2])
                .complaints(about: ["lines": .init(value: value, findings: [finding])])
        }
        #expect(complaints(2).isEmpty)
        #expect(
            complaints(3) == [
                "lines is 3, above its ceiling of 2; one of these is new:\n  a.swift:7: long"
            ])
        #expect(complaints(1) == ["lines came down from 2: write 1 into \(Ceilings.path)"])
    }

    @Test("A count without a ceiling is a complaint, and so is a ceiling without a count")
    func unknown() {
        let complaints = Ceilings(values: ["old": 1]).complaints(about: ["new": .init(value: 4)])
        #expect(
            complaints == [
                "old is counted no more: remove it from \(Ceilings.path)",
                "new is 4 and has no ceiling: write it into \(Ceilings.path)",
            ])
    }

    @Test("Words are compared across lines and in names, and signs at their ends count")
    func words() {
        let phrases = Phrases("let go | resume\nsaid. | reported.\nall the same | still")
        let text = "letGo, let_go, he said it.\nSaid. All\n/// the 'same'"
        #expect(phrases.findings(in: text, path: "a").map(\.line) == [1, 2, 2])
    }
}

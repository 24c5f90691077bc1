import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The answers to wrong command lines.
    @Suite struct MistakeTests {
        private static func workplace() throws -> Workplace {
            let workplace = try Workplace()
            let directory = workplace.directory
            let shipped = FileManager.default.contents(atPath: shippedScenario("csv-ingest"))
            try directory.write(
                String(decoding: shipped ?? Data(), as: UTF8.self), to: "Scenarios/csv-ingest.yaml")
            try directory.write("scenario: taken\n", to: "Scenarios/taken.yaml")
            try directory.write("", to: "folder/.keep")
            try directory.write("", to: "norun/.keep")
            try directory.write("", to: "norun2/.keep")
            try directory.write("{", to: "badrun/run.json")
            try directory.write("\n \n", to: "empty.yaml")
            try directory.write("a\u{0}b", to: "binary.yaml")
            try directory.write("id,name\n1,a\n", to: "rows.csv")
            try directory.write("id\n1\n", to: "more.csv")
            try directory.write("[1]\n", to: "rows.json")
            try directory.write("id,a\n1,\"x\n2,y\n", to: "quote.csv")
            try directory.write("id,name\n", to: "header.csv")
            try Data("scenario: x\nabout: Caf\u{E9}\n".unicodeScalars.map { UInt8($0.value) })
                .write(to: URL(fileURLWithPath: directory.path("latin.yaml")))
            return workplace
        }

        @Test(
            "Every mistake has its status, a sentence and a way to fix it",
            arguments: [
                Mistake.names, Mistake.choices, Mistake.quantities, Mistake.combinations,
                Mistake.places,
            ])
        func table(mistakes: [Mistake]) async throws {
            let workplace = try Self.workplace()
            let before = try workplace.paths()
            for mistake in mistakes {
                let result = try await workplace.run(
                    [Products.path("membudget")] + mistake.arguments)
                #expect(result.status == mistake.status, "\(mistake.testDescription): \(result)")
                let text = result.standardError
                for sentence in mistake.sentences {
                    #expect(text.contains(sentence), "\(mistake.testDescription): \(text)")
                }
                #expect(
                    !text.contains("Fatal error") && !text.contains("Error:"),
                    "\(mistake.testDescription): \(text)")
                // The sentence and the command for help, but no usage text.
                #expect(text.split(separator: "\n").count <= 6, "\(text)")
            }
            #expect(try workplace.paths() == before, "a mistake left something behind")
        }

        @Test("There are at least 68 mistakes, without duplicates, and some for every command")
        func count() {
            let all =
                Mistake.names + Mistake.choices + Mistake.quantities + Mistake.combinations
                + Mistake.places
            #expect(all.count >= 68)
            #expect(Set(all.map(\.arguments)).count == all.count)
            let commands = Set(all.compactMap(\.arguments.first))
            for command in HelpTests.commands {
                #expect(commands.contains(command), "no mistake of '\(command)'")
            }
        }
    }
}

extension Workplace {
    /// Every path in the folder, sorted, without the empty folder of runs.
    fileprivate func paths() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory.path("."))
            .filter { ![".membudget", ".membudget/runs"].contains($0) }.sorted()
    }
}

import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Runtimes that identify baselines")
struct RuntimeTests {
    private func place(_ lines: String..., missing: Set<String> = []) throws -> Workplace {
        let place = try Workplace(
            (["scenario: rows"] + lines).joined(separator: "\n"), missingPrograms: missing)
        place.system.answer("python3", "--version", output: "Python 3.11.2\n")
        place.system.answer("node", "--version", output: "v20.1.0\n")
        place.system.answer("java", "--version", errorText: "openjdk 17.0.2 2022-01-18\n")
        return place
    }

    private func runtimes(_ place: Workplace) throws -> [String]? {
        try place.bench().requests.first?.runtimes(on: place.system)
    }

    @Test(
        "An interpreter has a name and version; a user's own program has neither",
        arguments: [
            ("[python3, a.py]", ["python-3.11.2"]),
            ("[/usr/bin/env, -S, A=1, node, a.js]", ["node-20.1.0"]),
            ("[java, -jar, a.jar]", ["java-17.0.2"]), (#"["{here}/import"]"#, []),
            ("[perl, a.pl]", ["perl-unknown"]), ("[python3-config]", []),
        ])
    func derived(command: String, runtimes expected: [String]) throws {
        #expect(try runtimes(place("command: \(command)")) == expected)
    }

    @Test("Only candidates count, without duplicates, including those that aren't defaults")
    func candidates() throws {
        let place = try place(
            "strategies:", "  a: { command: [node, a.js] }", "  b: { command: [python3, b.py] }",
            "  c: { command: [python3, c.py], default: false }",
            "  d: { command: [java, d], role: control }")
        #expect(try runtimes(place) == ["node-20.1.0", "python-3.11.2"])
    }

    @Test("A script's first line names its interpreter; a missing program has none")
    func scripts() throws {
        let place = try place(#"command: ["{here}/import"]"#)
        try place.directory.write("#!/usr/bin/env python3\nimport sys\n", to: "import")
        #expect(try runtimes(place) == ["python-3.11.2"])
        let missing = try Workplace(
            "scenario: rows\nstrategies: { a: { command: [node] }, b: { command: [cat] } }",
            missingPrograms: ["node"])
        #expect(try runtimes(missing) == [])
    }

    @Test("If the scenario has a class, only that counts: a name, or a command's last line")
    func said() throws {
        #expect(
            try runtimes(place("command: [python3, a.py]", "baseline-class: numpy 2"))
                == ["numpy-2"])
        let place = try place("command: [python3, a.py]", "baseline-class: [pip, show]")
        place.system.answer("pip", "show", output: "Name: numpy\n  2.1 \tlinux\n\n")
        #expect(try runtimes(place) == ["2.1-linux"])
    }

    @Test("A class command that fails, prints nothing or too much, or is missing is reported")
    func failing() throws {
        let place = try place(
            "command: [python3, a.py]", "baseline-class: [show, it]", missing: ["absent"])
        func message() -> BenchError? {
            #expect(throws: BenchError.self) { try runtimes(place) }
        }
        #expect(
            message()?.description
                == "'rows': can't determine the class of its baselines: 'show it' printed nothing;"
                + " correct 'baseline-class' in the scenario")
        place.system.answer("show", "it", output: String(repeating: "x", count: 101))
        #expect(message()?.description.contains("last line that is not at most 100") == true)
        place.system.answer("show", "it", errorText: "no numpy", status: 3)
        #expect(message()?.code == .failed(.crashed))
        #expect(message()?.description.contains("exit status 3; stderr:\nno numpy") == true)
        let absent = try self.place(
            "command: [python3]", "baseline-class: [absent]", missing: ["absent"])
        let error = #expect(throws: BenchError.self) { try runtimes(absent) }
        #expect(error?.code == .failed(.unavailable))
        #expect(error?.description.contains("there is no program 'absent' in PATH") == true)
    }

    @Test("A pipeline's class is determined by its worker")
    func ofPipeline() throws {
        #expect(try runtimes(Workplace()) == nil)
    }

    @Test(
        "The first version in a program's output is used",
        arguments: [
            ("Python 3.11.2", "3.11.2"), ("v22", "22"), ("R 4.2. (2022-10-31)", "4.2"),
            ("This is perl 5, version 36, subversion 0 (v5.36.0)", "5.36.0"),
            ("ruby 3.1.2p20 (2022)", "3.1.2"), ("none", nil), ("", nil),
        ])
    func version(text: String, version: String?) {
        #expect(Interpreter.version(in: text) == version)
    }

    @Test("A baseline of another runtime belongs to another environment, and is named")
    func compared() async throws {
        let place = try place(
            "command: [python3, a.py]", "budget: { peak-rss: 64MiB }", "trials: 2")
        let folder = place.path("baselines")
        let first = try await place.gate(into: "first") { $0.updateBaseline = folder }
        #expect(first.status == .success)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.map { $0.hasSuffix("-thp-none-python-3.11.2") } == [true], "\(names)")
        let same = try await place.gate(into: "same") { $0.baseline = folder }
        #expect(same.results(.baseline) == [.kept])
        #expect(same.measured.record.scenarios.first?.baselineClass == ["python-3.11.2"])
        place.system.answer("python3", "--version", output: "Python 3.12.1\n")
        let other = try await place.gate(into: "other") { $0.baseline = folder }
        #expect(other.results(.baseline) == [.new])
        let sentence = other.findings(.baseline).first?.sentence ?? ""
        #expect(sentence.contains("python-3.12.1") && sentence.contains("python-3.11.2"))
        let none = try await place.gate(into: "none")
        #expect(none.measured.record.scenarios.first?.baselineClass == nil)
    }
}

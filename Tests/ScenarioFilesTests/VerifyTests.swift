import MemoryBudget
import Testing

@Suite("The check of a command's results")
struct VerifyTests {
    private func job(_ verify: String, _ more: String...) -> String {
        command(
            #"[python3, a.py, "{strategy}", "{output}"]"#,
            ([verify, "strategies: { a: {}, b: {} }"] + more).joined(separator: "\n"))
    }

    @Test("A list is a program and its arguments; a mapping names the strategy to compare with")
    func forms() throws {
        let words = #"[python3, "{here}/check.py", "{input}", "{output}", "{scale}", "{libexec}"]"#
        #expect(
            try scenario(job("verify: \(words)")).verification
                == .command([
                    "python3", "{here}/check.py", "{input}", "{output}", "{scale}", "{libexec}",
                ]))
        #expect(
            try scenario(job("verify: { same-as: b }")).verification == .sameAs(strategy: "b"))
        #expect(try scenario(job("trials: 1")).verification == nil)
    }

    @Test("The check may use parameters too")
    func parameters() throws {
        let text = command(
            #"[cat, "{batch}", "{strategy}"]"#, #"verify: [check, "{batch}"]"#,
            "parameters: { batch: [1, 2] }")
        #expect(try scenario(text).verification?.words == ["check", "{batch}"])
    }

    @Test("An unknown placeholder is reported with the nearest one")
    func placeholders() {
        #expect(
            mistakes(job(#"verify: [python3, "{ouptut}"]"#)) == [
                "3:19 unknown placeholder '{ouptut}' → {output}"
            ])
    }

    @Test("A parameter of only some strategies can't be used for the others")
    func partial() {
        let text = command(
            #"[cat, "{strategy}", "{batch}"]"#, #"verify: [check, "{batch}"]"#,
            "strategies: { a: { parameters: { batch: [1] } }, b: {} }")
        #expect(
            mistakes(text) == [
                "4:50 strategy 'b' has no value for {batch}, which 'command' uses"
                    + " → parameters: { batch: […] }",
                "4:50 strategy 'b' has no value for {batch}, which 'verify' uses"
                    + " → parameters: { batch: […] }",
            ])
    }

    @Test("A reference must be a strategy, but not the only one")
    func reference() {
        #expect(
            mistakes(job("verify: { same-as: c }")) == [
                "3:20 unknown strategy 'c' (known: a, b)"
            ])
        #expect(
            mistakes(
                command(
                    #"[a, "{strategy}", "{output}"]"#, "verify: { same-as: streamd }",
                    "strategies: { streamed: {}, load-all: {} }")) == [
                    "3:20 unknown strategy 'streamd' → streamed"
                ])
        #expect(
            mistakes(command(#"[a, "{output}"]"#, "verify: { same-as: command }")) == [
                "3:20 'command' is the only strategy: there is nothing to compare it with"
            ])
    }

    @Test("Results can only be compared if the command uses {output}")
    func output() {
        #expect(
            mistakes(
                command(
                    #"[a, "{strategy}"]"#, "verify: { same-as: a }",
                    "strategies: { a: {}, b: {} }")) == [
                    "3:20 'same-as' compares what is written to {output}, which 'command' doesn't use"
                        + " → {output}"
                ])
    }

    @Test("All mistakes of a mapping are reported at once")
    func keys() {
        #expect(
            mistakes(job("verify: { sameas: a, by: rows }")) == [
                "3:9 missing 'same-as' in 'verify'",
                "3:11 unknown key 'sameas' of 'verify' → same-as",
                "3:22 unknown key 'by' of 'verify' (known: same-as)",
            ])
    }

    @Test("For a value that is neither a list nor a mapping, one of both is proposed")
    func otherShapes() {
        #expect(
            mistakes(job("verify: python3 check.py {output}")) == [
                "3:9 'verify' must be a list of the program and its arguments, or a mapping with"
                    + " 'same-as' → [python3, check.py, \"{output}\"]"
            ])
        #expect(
            mistakes(job("verify: load-all")) == [
                "3:9 'verify' must be a list of the program and its arguments, or a mapping with"
                    + " 'same-as' → { same-as: load-all }"
            ])
        #expect(
            mistakes(job("verify: []")) == [
                "3:9 'verify' is empty → [python3, \"{here}/check.py\", \"{input}\", \"{output}\"]"
            ])
        #expect(mistakes(job(#"verify: ["", a]"#)) == ["3:10 'verify' names no program"])
    }

    @Test("The results of a pipeline are checked by its worker")
    func ofPipeline() {
        #expect(
            mistakes(pipeline("verify: { same-as: load-all }")).filter { $0.contains("verify") }
                .map { $0.drop { $0 != " " } } == [
                    " 'verify' is for commands: the results of a pipeline are checked by its worker"
                ])
    }
}

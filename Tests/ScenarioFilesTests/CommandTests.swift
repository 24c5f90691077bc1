import Testing

@Suite("A command and its placeholders")
struct CommandTests {
    @Test("Every built-in placeholder and every parameter may be used")
    func known() {
        let text = command(
            #"["{here}/x", "{libexec}/y", "{input}:{previous}:{output}", "{scale}", "{strategy}", "{batch}"]"#,
            "dataset: { kind: csv-rows }", "scales: [1k, 2k]", "parameters: { batch: [1, 2] }",
            "strategies: { a: {}, b: {} }")
        #expect(mistakes(text) == [])
    }

    @Test("An unknown placeholder is reported with the nearest one, or else with all")
    func unknown() {
        #expect(
            mistakes(command(#"[cat, "{inptu}", "{nothing-like-it}"]"#)) == [
                "2:16 unknown placeholder '{inptu}' → {input}",
                "2:27 unknown placeholder '{nothing-like-it}' (known: {input}, {previous}, {output},"
                    + " {scale}, {strategy}, {here}, {libexec})",
            ])
    }

    @Test("A command needs no {strategy} if its strategies differ in a parameter that it uses")
    func ownParameters() {
        let text = command(
            #"[cat, "{fixes}", "{input}", "{output}"]"#, "dataset: { kind: csv-rows }",
            "scales: [1, 2]",
            "strategies: { a: { parameters: { fixes: [x] } }, b: { parameters: { fixes: [y] } } }")
        #expect(mistakes(text) == [])
    }

    @Test("A dataset or parameter that no placeholder uses is a mistake")
    func unused() {
        let text = command(
            "[sleep, 1]", "dataset: { kind: csv-rows }", "scales: [1, 2]",
            "parameters: { batch: [1] }", "strategies: { a: {}, b: {} }")
        #expect(
            mistakes(text) == [
                "2:1 'command' is the same at all 2 scales: it has neither {scale} nor {input}",
                "2:1 'command' is the same for all 2 strategies: it has no {strategy}",
                "3:1 no placeholder of 'command' uses the dataset → {input}",
                "5:15 no placeholder of 'command' uses parameter 'batch' → {batch}",
            ])
    }

    @Test("A parameter can't take the name of a built-in placeholder")
    func reserved() {
        #expect(
            mistakes(command("[cat, \"{input}\"]", "parameters: { input: [a] }")) == [
                "3:15 parameter 'input' has the name of a built-in placeholder"
            ])
    }

    @Test("A command that depends on the scale needs scales")
    func scalesNeeded() {
        #expect(
            mistakes(command("[head, -n, \"{scale}\"]")) == ["1:1 missing 'scales' in the scenario"]
        )
        #expect(
            mistakes(command("[cat, \"{input}\"]", "dataset: { kind: csv-rows }"))
                == ["1:1 missing 'scales' in the scenario"])
    }

    @Test("For a command line in one text, a list is proposed")
    func oneText() {
        #expect(
            mistakes(command("python3 a.py {input}")) == [
                "2:10 'command' must be a list of the program and its arguments; no shell splits it"
                    + " → [python3, a.py, \"{input}\"]"
            ])
        #expect(mistakes(command("[\"\", a]")) == ["2:11 'command' names no program"])
        #expect(
            mistakes(command("[]")) == [
                "2:10 'command' is empty → [python3, import.py, \"{input}\"]"
            ])
    }
}

import TestSupport
import Testing

@Suite("Documents whose commands are run")
struct WalkthroughTests {
    private let document = """
        # A title

        <!-- file: in/greet.sh -->
        ```sh
        echo "hello $1"
        exit ${2:-0}
        ```

        Then:

        ```console
        $ sh in/greet.sh \\
            you
        hello you
        $ cd in
        $ sh greet.sh me 3
        hello me
        $ echo $?
        3
        ```

        ```sh
        sh greet.sh them \\
            0  # greets
        ```

        <!-- not run: it needs a cluster -->
        ```console
        $ kubectl apply
        ```
        """

    @Test("Files, commands, their output and commands that aren't run are distinguished")
    func parts() {
        let walkthrough = Walkthrough(document)
        #expect(walkthrough.problems.isEmpty)
        #expect(walkthrough.unrun.map(\.text) == ["kubectl apply"])
        let texts: [String] = walkthrough.steps.map {
            switch $0 {
            case .save(let name, _): name
            case .type(let command): command.text
            }
        }
        #expect(
            texts == [
                "in/greet.sh", "sh in/greet.sh \\\n    you", "cd in", "sh greet.sh me 3", "echo $?",
                "sh greet.sh them \\\n    0  # greets",
            ])
    }

    @Test("A correct document runs without a failure")
    func right() async throws {
        let directory = try TemporaryDirectory()
        let failures = try await Walkthrough(document).failures(in: directory.path)
        #expect(failures.isEmpty, "\(failures)")
    }

    @Test("A wrong command, status or output is a failure at its line")
    func wrong() async throws {
        for (right, wrong, line) in [
            ("greet.sh me", "missing.sh me", 16), ("\n3\n", "\n4\n", 16),
            ("hello me", "bye me", 16),
            ("$ cd in\n", "$ cd out\n", 15), ("hello you", "hello", 12),
        ] {
            let directory = try TemporaryDirectory()
            let text = document.replacing(right, with: wrong)
            let failures = try await Walkthrough(text).failures(in: directory.path)
            #expect(failures.first?.command.line == line, "\(wrong): \(failures)")
        }
    }

    @Test("Documented output is replaced by the actual output")
    func updated() async throws {
        let text = document.replacing("hello you", with: "hello\n…\nhello")
        let directory = try TemporaryDirectory()
        let failures = try await Walkthrough(text).failures(in: directory.path)
        #expect(Walkthrough.updated(text, by: failures) == document)
    }

    @Test(
        "Commands that would not be run are problems",
        arguments: [
            ("```console\nls\n```", "2: a console block starts with '$ '"),
            ("```bash\nmembudget list\n```", "1: commands belong in a console or sh block"),
            ("```\n$ ls\n```", "1: commands belong in a console or sh block"),
            (
                "text\n\n    membudget list",
                "3: a command outside a console block is not tested"
            ),
            ("1. text\n   ```console", "2: an indented block is not tested"),
            ("```console\n$ ls", "1: a block that doesn't end"),
            ("<!-- not run: -->", "1: an unknown mark: not run:"),
            ("<!-- not run -->", "1: an unknown mark: not run"),
            ("<!-- flie: a -->", "1: an unknown mark: flie: a"),
        ])
    func problems(_ text: String, problem: String) {
        #expect(Walkthrough(text).problems.first == problem)
    }

    @Test("A mark applies only to the block directly after it")
    func marks() {
        let walkthrough = Walkthrough(
            "<!-- not run: a reason -->\ntext\n```console\n$ a\n```\n```console\n$ b\n```\n")
        #expect(walkthrough.unrun.isEmpty)
        #expect(walkthrough.steps.count == 2)
    }
}

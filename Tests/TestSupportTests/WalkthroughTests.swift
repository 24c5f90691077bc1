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

        <!-- not run: it needs a cluster -->
        ```console
        $ kubectl apply
        ```
        """

    @Test("Files, commands, what they print and what isn't run are told apart")
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
            ])
    }

    @Test("A document that is right runs without a failure")
    func right() async throws {
        let directory = try TemporaryDirectory()
        let failures = try await Walkthrough(document).failures(in: directory.path)
        #expect(failures.isEmpty, "\(failures)")
    }

    @Test("A wrong command, a wrong status and wrong output are failures, at their lines")
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

    @Test("What a document says is replaced by what was printed")
    func updated() async throws {
        let text = document.replacing("hello you", with: "hello\n…\nhello")
        let directory = try TemporaryDirectory()
        let failures = try await Walkthrough(text).failures(in: directory.path)
        #expect(Walkthrough.updated(text, by: failures) == document)
    }

    @Test(
        "What would be run by nobody is a problem",
        arguments: [
            ("```console\nls\n```", "2: a console block starts with '$ '"),
            ("```sh\nmembudget list\n```", "1: commands belong in a block of console"),
            ("```\n$ ls\n```", "1: commands belong in a block of console"),
            (
                "text\n\n    membudget list",
                "3: a command outside of a console block is run by no test"
            ),
            ("1. text\n   ```console", "2: an indented block is run by no test"),
            ("```console\n$ ls", "1: a block that doesn't end"),
            ("<!-- not run: -->", "1: an unknown mark: not run:"),
            ("<!-- flie: a -->", "1: an unknown mark: flie: a"),
        ])
    func problems(_ text: String, problem: String) {
        #expect(Walkthrough(text).problems.first == problem)
    }

    @Test("A mark is about the block right behind it, and no other")
    func marks() {
        let walkthrough = Walkthrough(
            "<!-- not run: a reason -->\ntext\n```console\n$ a\n```\n```console\n$ b\n```\n")
        #expect(walkthrough.unrun.isEmpty)
        #expect(walkthrough.steps.count == 2)
    }
}

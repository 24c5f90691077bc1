import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Findings refer to the scenario file by its path in the repository, wherever the gate runs.
    @Suite struct FindingPlace {
        /// Gates a failing scenario from its folder, in a repository within a workspace, and
        /// reports it.
        private func reported(_ variables: (Workplace) -> [String: String]) async throws
            -> Workplace
        {
            let workplace = try Workplace()
            try workplace.directory.write("ref: refs/heads/main\n", to: "w/.git/HEAD")
            try workplace.directory.write(
                #"""
                scenario: odd
                about: 'Names with <&> "quotes", 100% :: , ; and é'
                command: [sh, "-c", "printf '\\033[31mred\\001 <&> ]]> \\377 %%0A::error::x\\n' >&2; exit 3"]
                budget: { peak-rss: 32MiB }
                trials: 1
                """#, to: "w/X Y/odd [1].yaml")
            let root = workplace.directory.path
            for arguments in [
                ["gate", "./odd [1].yaml", "--run-dir", "\(root)/run"],
                [
                    "report", "\(root)/run", "--format", "sarif,junit,github", "--output",
                    "\(root)/out",
                ],
            ] {
                let program = ["env", "-C", "\(root)/w/X Y", try Products.path("membudget")]
                let result = try await workplace.run(
                    program + arguments, environment: variables(workplace))
                #expect(result.status == (arguments[0] == "gate" ? 70 : 0), "\(result)")
            }
            return workplace
        }

        @Test(
            "From a subfolder of a repository, URIs are from its root, JUnit has the printed path"
        )
        func repository() async throws {
            let workplace = try await reported { _ in ["GITHUB_WORKSPACE": ""] }
            let log = JSON(workplace.text("out/report.sarif"))["runs"].elements[0]
            let place = log["results"].elements[0]["locations"].elements[0]["physicalLocation"]
            #expect(place["artifactLocation"]["uri"].text == "X%20Y/odd%20%5B1%5D.yaml")
            #expect(place["artifactLocation"]["uriBaseId"].text == "%SRCROOT%")
            #expect(
                workplace.text("out/annotations.txt").hasPrefix("::error file=X Y/odd [1].yaml,"))
            let printed = "red &lt;&amp;&gt; ]]&gt; \u{FFFD} %0A::error::x\n"
            #expect(workplace.text("out/junit.xml").contains(printed))
        }

        @Test("In a GitHub workspace, annotations are relative to the workspace")
        func workspace() async throws {
            let workplace = try await reported { ["GITHUB_WORKSPACE": $0.directory.path] }
            #expect(
                workplace.text("out/annotations.txt").hasPrefix("::error file=w/X Y/odd [1].yaml,"))
        }
    }
}

internal import Judging
internal import MemoryBudget
package import RunStore

/// A run for GitHub Actions: annotations, a step summary, and the body of a comment.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// print(GitHubReport().annotations(of: run))
/// ```
package struct GitHubReport: FileRenderer {
    package let name = "github"
    package let medium = Medium.text
    package let fileNames = ["annotations.txt", "summary.md", "comment.md"]

    /// The invisible first line of a comment, by which later runs find the comment to update.
    package static let marker = "<!-- membudget report -->"
    /// The maximum size of a step summary, in bytes.
    package static let summaryLimit = 1 << 20
    /// The maximum size of a comment, in bytes. GitHub counts characters, which are never more.
    package static let commentLimit = 65_536

    /// Creates a renderer.
    package init() {}

    /// Returns `annotations.txt`, which a step prints, `summary.md` and `comment.md`.
    package func files(of source: ReportSource) -> [ReportFile] {
        let run = source.run
        return zip(fileNames, [annotations(of: run), summary(of: run), comment(of: run)])
            .map(ReportFile.init)
    }

    /// Returns at most ten workflow commands.
    package func annotations(of run: RunRecord) -> String {
        Annotations(run: run).text
    }

    /// Returns Markdown for `$GITHUB_STEP_SUMMARY`.
    package func summary(of run: RunRecord) -> String {
        MarkdownParts(ReportSource(run: run, samples: [:]), isFolded: false).text(
            limit: Self.summaryLimit)
    }

    /// Returns Markdown for a pull request: the answers, with the tables folded.
    package func comment(of run: RunRecord) -> String {
        let head = Self.marker + "\n"
        return head
            + MarkdownParts(ReportSource(run: run, samples: [:]), isFolded: true).text(
                limit: Self.commentLimit - head.utf8.count)
    }
}

/// The findings as workflow commands, which GitHub shows next to the changed lines.
private struct Annotations {
    /// The maximum number of annotations per step. GitHub silently drops any more, so the last one
    /// says so.
    static let limit = 10

    let run: RunRecord

    /// One command per line; empty if nothing calls for action.
    var text: String {
        let problems = self.problems
        let shown = problems.count > Self.limit ? Self.limit - 1 : problems.count
        var lines = problems.prefix(shown).map(command)
        if problems.count > shown {
            lines.append(
                "::\(name(problems[shown])) title=membudget::+\(problems.count - shown) more; the"
                    + " report has all of them")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Cuts a message before the runner does, which may cut within an escape.
    private static func cut(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(scalarCountMaximum)
        return String(start) + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
    }

    private static let scalarCountMaximum = 1_000

    /// The run's problems with GitHub's errors first, since the last ones may be left out.
    private var problems: [GateFinding] {
        ["error", "warning", "notice"].flatMap { name in
            run.problems.filter { self.name($0) == name }
        }
    }

    private func name(_ finding: GateFinding) -> String {
        // Not even `--advisory` softens this: the gate's job fails.
        if finding.result == .unavailable, run.gate != nil { return "error" }
        return switch finding.result.severity {
        case .error: run.gate?.isAdvisory == true ? "warning" : "error"
        case .warning: "warning"
        case .none, .note: "notice"
        }
    }

    private func command(_ finding: GateFinding) -> String {
        // The runner resolves the path in its workspace.
        let scenario = run.scenario(of: finding)
        let path = scenario?.workspacePath ?? scenario?.repositoryPath ?? scenario?.path ?? ""
        let place = path.isEmpty ? [] : [("file", path), ("line", "\(max(1, finding.line ?? 1))")]
        let properties = (place + [("title", Self.cut(finding.place))])
            .map { "\($0)=\(TextSink.commandProperty.escaped($1))" }.joined(separator: ",")
        let message = "\(finding.rule.title): \(Self.cut(finding.sentence))"
        return "::\(name(finding)) \(properties)::\(TextSink.commandMessage.escaped(message))"
    }
}

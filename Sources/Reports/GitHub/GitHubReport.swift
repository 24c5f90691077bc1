package import RunStore

/// A run for GitHub Actions: annotations, a step summary, and the body of a comment.
package struct GitHubReport: Sendable {
    /// At the start of a comment, unseen: who posts it finds the one to update by it.
    package static let marker = "<!-- membudget report -->"
    /// What a step summary may hold, in bytes.
    package static let summaryLimit = 1 << 20
    /// What a comment may hold; GitHub counts characters, of which there are no more than bytes.
    package static let commentLimit = 65_536

    /// Makes a renderer.
    package init() {}

    /// `annotations.txt`, to be printed by a step; `summary.md` and `comment.md`.
    package func files(of run: RunRecord) -> [ReportFile] {
        [
            ReportFile(name: "annotations.txt", text: annotations(of: run)),
            ReportFile(name: "summary.md", text: summary(of: run)),
            ReportFile(name: "comment.md", text: comment(of: run)),
        ]
    }

    /// At most ten workflow commands.
    package func annotations(of run: RunRecord) -> String {
        Annotations(run: run).text
    }

    /// Markdown for `$GITHUB_STEP_SUMMARY`.
    package func summary(of run: RunRecord) -> String {
        MarkdownParts(run, isFolded: false).text(limit: Self.summaryLimit)
    }

    /// Markdown for a pull request: the answers, and the tables folded away.
    package func comment(of run: RunRecord) -> String {
        let head = Self.marker + "\n"
        return head
            + MarkdownParts(run, isFolded: true).text(limit: Self.commentLimit - head.utf8.count)
    }
}

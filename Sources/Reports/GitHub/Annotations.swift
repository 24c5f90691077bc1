internal import MemoryBudget
internal import RunStore

/// What was found as workflow commands, which GitHub shows beside the lines of a change.
struct Annotations {
    /// How many a step may have; more are dropped without a word, so the last one has it.
    static let limit = 10

    let run: RunRecord

    /// One command a line; empty if nothing calls for an action.
    var text: String {
        let troubles = self.troubles
        let shown = troubles.count > Self.limit ? Self.limit - 1 : troubles.count
        var lines = troubles.prefix(shown).map(command)
        if troubles.count > shown {
            lines.append(
                "::\(name(troubles[shown])) title=membudget::+\(troubles.count - shown) more: the"
                    + " report has them all")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// As a run has them, but what is an error here before all else: the last may be left out.
    private var troubles: [GateFinding] {
        ["error", "warning", "notice"].flatMap { name in
            run.troubles.filter { self.name($0) == name }
        }
    }

    private func name(_ finding: GateFinding) -> String {
        // No advice softens what could not be run: the gate's job is red.
        if finding.result == .unavailable, run.gate != nil { return "error" }
        return switch finding.result.gravity {
        case .error: run.gate?.isAdvisory == true ? "warning" : "error"
        case .warning: "warning"
        case .none, .note: "notice"
        }
    }

    private func command(_ finding: GateFinding) -> String {
        let path = run.scenario(of: finding)?.path ?? ""
        let place = path.isEmpty ? [] : [("file", path), ("line", "\(max(1, finding.line ?? 1))")]
        let properties = (place + [("title", finding.place)])
            .map { "\($0)=\(Self.property($1))" }.joined(separator: ",")
        let message = "\(finding.rule.title): \(finding.sentence)"
        return "::\(name(finding)) \(properties)::\(Self.data(message))"
    }

    /// Escaped as the runner reads it back.
    static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    /// A property also ends at a colon or a comma.
    static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

import MemoryBudget
import ScenarioFiles

/// The check of `--verify`: a program, or the strategy whose results the others must equal.
///
/// Its errors name the options, because the user never wrote a scenario file.
struct CommandLineCheck {
    private static let sameAs = "same-as:"

    /// The value of `--verify`.
    let text: String
    /// The values of `--command`.
    let lines: [String]

    /// Returns the check in the form that a scenario has.
    ///
    /// - Throws: ``BenchError`` 64 if it can't check the results of these commands.
    func verification(
        of commands: [AdHocScenario.Command]
    ) throws(BenchError) -> Verification {
        guard text.hasPrefix(Self.sameAs) else {
            return .command(try CommandLineScenario.words(of: text, option: "--verify"))
        }
        let reference = String(text.dropFirst(Self.sameAs.count))
        try check(reference, isIn: commands.map(\.name))
        try checkOutputs(of: commands)
        return .sameAs(strategy: reference)
    }

    private func check(_ reference: String, isIn names: [String]) throws(BenchError) {
        guard names.contains(reference) else {
            let hint = nearest(to: reference, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw BenchError(
                .usage,
                "--verify \(text): there is no strategy '\(reference)'\(hint)"
                    + " (there is \(names.joined(separator: ", ")))")
        }
        guard names.count > 1 else {
            throw BenchError(
                .usage,
                "--verify \(text): it is the only strategy; give another --command to compare it with"
            )
        }
    }

    private func checkOutputs(of commands: [AdHocScenario.Command]) throws(BenchError) {
        let index = commands.firstIndex {
            !$0.words.flatMap(CommandTemplate.placeholders).contains("output")
        }
        guard let index else { return }
        throw BenchError(
            .usage,
            "--verify \(text) compares what is written to {output}, which --command"
                + " '\(lines[index])' doesn't use: write {output} where the path of its result belongs"
        )
    }
}

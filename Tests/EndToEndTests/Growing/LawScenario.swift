import TestSupport

/// A scenario whose strategies are growth classes: each holds 8 MiB and up to 32 more, by its
/// formula.
///
/// The formula is computed by awk, and the memory touched by a program that does nothing else.
enum LawScenario {
    static let scales = [500, 1_000, 2_000, 4_000, 8_000]

    /// The formulas f(n) in awk, by the name of the class in the record.
    static let laws = [
        "constant": "0", "logarithmic": "log(n + 1)", "square_root": "sqrt(n)", "linear": "n",
        "linearithmic": "n * log(n + 1)", "quadratic": "n * n",
    ]

    /// Writes the scenario `laws.yaml` and its script; by default without a budget.
    static func write(
        to directory: TemporaryDirectory, laws names: [String], budget: String = "",
        trials: Int = 3
    ) throws {
        let cases = names.map { "    \($0)) f='\(laws[$0] ?? "")' ;;" }.joined(separator: "\n")
        try directory.write(
            """
            case $1 in
            \(cases)
            esac
            kib=$(awk "function f(n) { return $f } \\
                BEGIN { whole = f(8000); printf \\"%d\\", whole ? 32768 * f($2) / whole : 0 }")
            exec "$3/membudget-selftest" touch 8 --and-kib "$kib"

            """, to: "law.sh")
        try directory.write(
            """
            scenario: laws
            about: Programs whose memory follows a law
            command: [sh, "{here}/law.sh", "{strategy}", "{scale}", "{libexec}"]
            scales: [\(scales.map(String.init).joined(separator: ", "))]
            trials: \(trials)
            \(budget)
            strategies:
            \(names.map { "  \($0): {}" }.joined(separator: "\n"))
            """, to: "laws.yaml")
    }
}

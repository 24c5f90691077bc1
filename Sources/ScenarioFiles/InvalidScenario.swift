package import MemoryBudget

/// Every mistake of the scenario files, by file, line and column; nothing of them may be launched.
package struct InvalidScenario: Error, Hashable, Sendable {
    /// At least one.
    package let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        precondition(!diagnostics.isEmpty, "an invalid scenario has at least one mistake")
        self.diagnostics = diagnostics.sorted {
            ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
        }
    }
}

extension InvalidScenario: CustomStringConvertible {
    /// The diagnostics, one below the other.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}

package import MemoryBudget

/// The mistakes of one or more scenario files; a scenario with mistakes must not be run.
package struct InvalidScenario: Error, Hashable, Sendable {
    /// The mistakes, at least one, sorted by file, line and column.
    package let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        precondition(!diagnostics.isEmpty, "an invalid scenario has at least one mistake")
        self.diagnostics = diagnostics.sorted {
            ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
        }
    }
}

extension InvalidScenario: CustomStringConvertible {
    /// The diagnostics, one after the other.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}

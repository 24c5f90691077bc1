import MemoryBudget

/// Reads the nodes of one scenario file and collects every mistake on the way.
///
/// A reading function gives nil for what it reported, so that one mistake is not reported twice.
final class ScenarioReader {
    private let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(_ source: SourceText) {
        self.source = source
    }

    /// Notes a mistake.
    func report(_ message: String, at position: Position, proposal: String? = nil) {
        diagnostics.append(source.diagnostic(message, at: position, proposal: proposal))
    }

    /// Notes a word that is none of the known ones: with the nearest of them, or else with them all.
    func reportUnknown(
        _ what: String, _ word: String, of place: String? = nil, at position: Position,
        known: [String]
    ) {
        let proposal = nearest(to: word, among: known)
        let owner = place.map { " of \($0)" } ?? ""
        let all = proposal == nil ? " (known: \(known.joined(separator: ", ")))" : ""
        report(
            "unknown \(what) '\(word)'\(owner)\(known.isEmpty ? " (there is none)" : all)",
            at: position, proposal: proposal)
    }
}

/// A value and where it stands.
struct Located<Value> {
    var value: Value
    var position: Position
}

extension Located: Equatable where Value: Equatable {}

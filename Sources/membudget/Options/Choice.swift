import ArgumentParser
import Harness
import MemoryBudget
import Reports

/// A few words of which an option takes one; the nearest is proposed for a misspelt one.
struct Choice<Value: Sendable>: Sendable {
    private let noun: String
    private let values: [(word: String, value: Value)]

    /// A choice of values by their words.
    ///
    /// - Parameters:
    ///   - noun: Such as `metric`, for messages.
    ///   - values: In the order in which help lists them.
    ///   - word: By which one is asked for.
    init(_ noun: String, of values: [Value], word: (Value) -> String) {
        self.noun = noun
        self.values = values.map { (word($0), $0) }
    }

    /// The words, `peak-rss, peak-anon`.
    var list: String { words.joined(separator: ", ") }

    /// For the shell.
    var completion: CompletionKind { .list(words) }

    /// The value of a word.
    ///
    /// - Throws: `ValidationError` with the nearest word, and all of them.
    @Sendable func parse(_ text: String) throws -> Value {
        if let value = values.first(where: { $0.word == text })?.value { return value }
        let near = nearest(to: text, among: words).map { "; did you mean '\($0)'?" } ?? ""
        throw ValidationError("unknown \(noun) '\(text)'\(near) (choose from \(list))")
    }

    /// The values of words joined by commas; one that is named twice counts once.
    @Sendable func parseList(_ text: String) throws -> [Value] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            .uniqued().map(parse)
    }

    private var words: [String] { values.map(\.word) }
}

/// The metrics of a budget.
let metricChoice = Choice("metric", of: Metric.allCases, word: \.rawValue)
/// The ways in which a mechanism here enforces a budget.
let enforcementChoice = Choice(
    "enforcement", of: EnforcementMechanisms.requests, word: \.rawValue)
/// The allocators of a measured command.
let allocatorChoice = Choice("allocator", of: Allocator.allCases, word: \.rawValue)
/// The engines that take a limit.
let engineChoice = Choice("engine", of: SizingEngine.allCases, word: \.rawValue)
/// The formats of `bench`, `gate` and `compare`.
let consoleChoice = Choice("format", of: Renderers.console, word: \.name)
/// The formats of `report`.
let reportChoice = Choice("format", of: Renderers.filing, word: \.name)
/// The formats of `profile`.
let profileChoice = Choice("format", of: ProfileRenderers.all, word: \.name)
/// The orders of a profile's sites.
let siteOrderChoice = Choice("order", of: SiteOrder.allCases, word: \.rawValue)

import ArgumentParser
import Harness
import MemoryBudget
import Reports

/// The words that an option accepts; for a misspelled word, the error suggests the nearest one.
struct Choice<Value: Sendable>: Sendable {
    private let noun: String
    private let values: [(word: String, value: Value)]

    /// Creates a choice from values and their words.
    ///
    /// - Parameters:
    ///   - noun: The noun in error messages, such as `metric`.
    ///   - values: The values, in the order of the help.
    ///   - word: A function that returns the word of a value.
    init(_ noun: String, of values: [Value], word: (Value) -> String) {
        self.noun = noun
        self.values = values.map { (word($0), $0) }
    }

    /// The words as a list, such as `peak-rss, peak-anon`.
    var list: String { words.joined(separator: ", ") }

    /// The completions for shells.
    var completion: CompletionKind { .list(words) }

    /// Returns the value of a word.
    ///
    /// - Throws: `ValidationError` that names the nearest word and lists all words.
    @Sendable func parse(_ text: String) throws -> Value {
        if let value = values.first(where: { $0.word == text })?.value { return value }
        let near = nearest(to: text, among: words).map { "; did you mean '\($0)'?" } ?? ""
        throw ValidationError("unknown \(noun) '\(text)'\(near) (choose from \(list))")
    }

    /// Returns the values of words joined by commas, without duplicates.
    @Sendable func parseList(_ text: String) throws -> [Value] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            .uniqued().map(parse)
    }

    private var words: [String] { values.map(\.word) }
}

/// The metrics of a budget.
let metricChoice = Choice("metric", of: Metric.allCases, word: \.rawValue)
/// The enforcement kinds that this platform supports.
let enforcementChoice = Choice(
    "enforcement", of: EnforcementMechanisms.requests, word: \.rawValue)
/// The allocators of a measured command.
let allocatorChoice = Choice("allocator", of: Allocator.allCases, word: \.rawValue)
/// The platforms that `size` can find a limit for.
let engineChoice = Choice("platform", of: SizingEngine.allCases, word: \.rawValue)
/// The formats of `bench`, `gate` and `compare`.
let consoleChoice = Choice("format", of: Renderers.console, word: \.name)
/// The formats of `report`.
let reportChoice = Choice("format", of: Renderers.filing, word: \.name)
/// The formats of `profile`.
let profileChoice = Choice("format", of: ProfileRenderers.all, word: \.name)
/// The sort orders of a profile's sites.
let siteOrderChoice = Choice("order", of: SiteOrder.allCases, word: \.rawValue)

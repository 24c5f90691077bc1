/// An error in the source's command line.
package struct SourceArgumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The error message, without a final full stop.
    package let description: String
}

extension SourceSettings {
    private typealias NumberPath = any WritableKeyPath<SourceSettings, Int> & Sendable

    private static let numbers: [(name: String, range: ClosedRange<Int>, path: NumberPath)] = [
        ("latency-milliseconds", 0...latencyMillisecondsMax, \.latencyMilliseconds),
        ("fixtures", 1...fixtureCountMax, \.fixtureCount),
        ("hazard-per-mille", 0...1000, \.hazardPerMille),
        ("hazard-run-max", 0...1000, \.hazardRunMax),
        ("shift-interval", 1...1_000_000, \.shiftInterval),
    ]

    /// The help text: the options with their defaults, and the hazards.
    package static var usage: String {
        let defaults = SourceSettings()
        let options = numbers.map { "[--\($0.name) \(defaults[keyPath: $0.path])]" }
        let hazards = Hazard.allCases.map(\.rawValue).joined(separator: ", ")
        return """
            usage: membudget-source [--seed \(defaults.seed)] [--hazard NAME]...
                   \(options.joined(separator: " "))
            hazards: \(hazards)
            """
    }

    /// The command line that gives these settings.
    package var arguments: [String] {
        ["--seed", "\(seed)"]
            + Self.numbers.flatMap { ["--\($0.name)", "\(self[keyPath: $0.path])"] }
            + hazards.map(\.rawValue).sorted().flatMap { ["--hazard", $0] }
    }

    /// Parses a command line of `--NAME VALUE` options; `--hazard` may be repeated.
    ///
    /// - Throws: ``SourceArgumentError``.
    package init(arguments: [String]) throws(SourceArgumentError) {
        guard arguments.count.isMultiple(of: 2) else {
            throw SourceArgumentError(description: "every option needs a value: --NAME VALUE")
        }
        for start in stride(from: 0, to: arguments.count, by: 2) {
            try set(arguments[start], to: arguments[start + 1])
        }
    }

    private mutating func set(_ option: String, to value: String) throws(SourceArgumentError) {
        switch option {
        case "--seed":
            guard let seed = UInt64(value) else {
                throw Self.mistake(option, value: value, expected: "a whole number of at least 0")
            }
            self.seed = seed
        case "--hazard":
            guard let hazard = Hazard(rawValue: value) else {
                let names = Hazard.allCases.map(\.rawValue).joined(separator: ", ")
                throw Self.mistake(option, value: value, expected: "one of \(names)")
            }
            hazards.insert(hazard)
        default: try setNumber(option, to: value)
        }
    }

    private mutating func setNumber(
        _ option: String, to value: String
    ) throws(SourceArgumentError) {
        guard let number = Self.numbers.first(where: { "--\($0.name)" == option }) else {
            throw SourceArgumentError(description: "unknown option '\(option)'")
        }
        let range = number.range
        guard let count = Int(value), range.contains(count) else {
            throw Self.mistake(
                option, value: value,
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        self[keyPath: number.path] = count
    }

    private static func mistake(
        _ option: String, value: String, expected: String
    ) -> SourceArgumentError {
        SourceArgumentError(description: "\(option) is '\(value)', not \(expected)")
    }
}

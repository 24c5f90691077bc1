package import ArgumentParser
package import Bench
import Harness
package import MemoryBudget

extension Metric: ExpressibleByArgument {}
extension Allocator: ExpressibleByArgument {}

extension Enforcement: ExpressibleByArgument {
    /// A request that a mechanism answers.
    package init?(argument: String) {
        self.init(rawValue: argument)
        guard EnforcementMechanisms.requests.contains(self) else { return nil }
    }

    package static var allValueStrings: [String] {
        EnforcementMechanisms.requests.map(\.rawValue)
    }

    package static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// Turns a parser that says what is wrong into one that ArgumentParser can use.
func transform<Value>(
    _ parse: @escaping @Sendable (String) throws(QuantityError) -> Value
) -> @Sendable (String) throws -> Value {
    { text in
        do throws(QuantityError) {
            return try parse(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}

/// A size such as `64MiB`.
let parseSize = transform { (text) throws(QuantityError) in try ByteCount(parsing: text) }
/// A time such as `30s`.
let parseTime = transform { (text) throws(QuantityError) in try TimeSpan.parse(text) }
/// A scale such as `10k`.
let parseScale = transform { (text) throws(QuantityError) in try Scale(parsing: text) }
/// A number of trials, 1 to 1000.
let parseTrials = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 1...1000)
}
/// A seed.
let parseSeed = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: UInt64.min...UInt64.max)
}
/// A part of a run such as `2/3`.
let parseShard = transform { (text) throws(QuantityError) in try Shard(parsing: text) }

extension Setting: ExpressibleByArgument {}

import ArgumentParser
import Bench
import Harness
import MemoryBudget

/// Wraps a parser with typed errors for ArgumentParser, which then shows their text.
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

/// Parses a size such as `64MiB`.
let parseSize = transform { (text) throws(QuantityError) in try ByteCount(parsing: text) }
/// Parses a memory limit such as `64MiB`, of at least one byte.
@Sendable func parseBudget(_ text: String) throws -> ByteCount {
    let isZero = Double(text) == 0
    let budget = isZero ? ByteCount(0) : try parseSize(text)
    guard budget.bytes > 0 else {
        throw ValidationError(
            "a budget must be greater than zero, such as 64MiB, not '\(text)'")
    }
    return budget
}
/// Parses a time such as `30s`, greater than zero.
@Sendable func parseTime(_ text: String) throws -> Duration {
    let time = try parseTimeSpan(text)
    guard time > .zero else {
        throw ValidationError("a time must be greater than zero, such as 30s, not '\(text)'")
    }
    return time
}
private let parseTimeSpan = transform { (text) throws(QuantityError) in try TimeSpan.parse(text) }
/// Parses an age such as `7d`.
let parseAge = transform { (text) throws(QuantityError) in
    try TimeSpan.parse(text, proposing: "d")
}
/// Parses a scale such as `10k`.
let parseScale = transform { (text) throws(QuantityError) in try Scale(parsing: text) }
/// Parses a number of trials, 1 to 1000.
let parseTrials = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 1...1000)
}
/// Parses a number of processors, 1 to 4096.
let parseProcessors = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 1...4096)
}
/// Parses a port, 0 to 65535.
let parsePort = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 0...65_535)
}
/// Parses a seed.
let parseSeed = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: UInt64.min...UInt64.max)
}
/// Parses a shard such as `2/3`.
let parseShard = transform { (text) throws(QuantityError) in try Shard(parsing: text) }

/// Parses a scale of at least one unit.
@Sendable func parseInputScale(_ text: String) throws -> Scale {
    let scale = try parseScale(text)
    guard scale.units > 0 else { throw ValidationError("a scale must be at least 1") }
    return scale
}

/// Parses a percentage, 0.1 to 100.
@Sendable func parsePercent(_ text: String) throws -> Double {
    try percent(text, upTo: 100)
}

/// Parses a risk such as `1%` or `1`, 0.1 to 40 percent.
@Sendable func parseRisk(_ text: String) throws -> Double {
    try percent(text, upTo: 40)
}

private func percent(_ text: String, upTo maximum: Int) throws -> Double {
    let number = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let percent = Double(number), (0.1...Double(maximum)).contains(percent) else {
        throw ValidationError("'\(text)' is not a number from 0.1 to \(maximum)")
    }
    return percent
}

/// Parses `NAME=VALUE`.
@Sendable func parseSetting(_ text: String) throws -> Setting {
    guard let setting = Setting(argument: text) else {
        let name = text.isEmpty || text.contains("=") ? "NAME" : text
        throw ValidationError("'\(text)' has no name and value, as in \(name)=VALUE")
    }
    return setting
}

import ArgumentParser
import Bench
import Harness
import MemoryBudget

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
/// An age such as `7d`.
let parseAge = transform { (text) throws(QuantityError) in
    try TimeSpan.parse(text, proposing: "d")
}
/// A scale such as `10k`.
let parseScale = transform { (text) throws(QuantityError) in try Scale(parsing: text) }
/// A number of trials, 1 to 1000.
let parseTrials = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 1...1000)
}
/// A number of processors, 1 to 4096.
let parseProcessors = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 1...4096)
}
/// A port, 0 to 65535.
let parsePort = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: 0...65_535)
}
/// A seed.
let parseSeed = transform { (text) throws(QuantityError) in
    try WholeNumber.parse(text, in: UInt64.min...UInt64.max)
}
/// A part of a run such as `2/3`.
let parseShard = transform { (text) throws(QuantityError) in try Shard(parsing: text) }

/// A scale of at least one unit.
@Sendable func parseInputScale(_ text: String) throws -> Scale {
    let scale = try parseScale(text)
    guard scale.units > 0 else { throw ValidationError("a scale is at least 1") }
    return scale
}

/// A share in per cent, 0.1 to 100.
@Sendable func parsePercent(_ text: String) throws -> Double {
    let number = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let percent = Double(number), (0.1...100).contains(percent) else {
        throw ValidationError("'\(text)' is not a number from 0.1 to 100")
    }
    return percent
}

/// `NAME=VALUE`.
@Sendable func parseSetting(_ text: String) throws -> Setting {
    guard let setting = Setting(argument: text) else {
        let name = text.isEmpty || text.contains("=") ? "NAME" : text
        throw ValidationError("'\(text)' has no name and value, as in \(name)=VALUE")
    }
    return setting
}

/// The units of one kind of quantity, sizes, scales or times, and the one rule by which all are read.
///
/// A spelling that can mean only one thing is understood. One that may mean two is refused with the right
/// spelling proposed: a budget that is 5 % off is wrong.
struct QuantityUnits: Sendable {
    /// One unit, and how people write it.
    struct Unit: Sendable {
        /// The right spelling, exactly.
        let name: String
        /// The size of one of it, in bytes, units or nanoseconds.
        let factor: Double
        /// Other spellings that are understood in any case of letters, here in small ones.
        var synonyms: Set<String> = []
        /// Spellings in small letters for which it is proposed, beside those with its first letter.
        var lookalikes: Set<String> = []
    }

    /// A number and its unit, as they were read.
    struct Reading {
        /// The digits, without underscores.
        let number: String
        let value: Double
        let unit: Unit
    }

    /// Such as `a size`.
    let noun: String
    /// A right spelling, `64MiB`.
    let example: String
    /// Such as `binary unit (KiB, MiB, GiB)`.
    let names: String
    /// In the order in which they are proposed.
    let units: [Unit]
    /// The name of the unit proposed for a suffix that is like none; nil proposes none.
    var unknown: String?

    /// Reads a number with a unit, or several, `1h30m`.
    ///
    /// - Parameter bare: Right spellings for a number that lacks a unit.
    func readings(
        in text: String, bare: (_ number: String, _ value: Double) -> String?
    ) throws(QuantityError) -> [Reading] {
        guard let parts = QuantityText.parts(of: text), !parts.isEmpty else {
            throw refusal(of: text, bare: bare)
        }
        var readings: [Reading] = []
        for part in parts {
            guard let value = Double(part.number) else { throw refusal(of: text, bare: bare) }
            guard let unit = unit(written: part.suffix) else {
                guard parts.count == 1 else { throw refusal(of: text, bare: bare) }
                let proposal =
                    part.suffix.isEmpty
                    ? bare(part.number, value) : proposal(for: part.suffix).map { part.number + $0 }
                throw QuantityError("'\(text)' has no \(names)", proposal: proposal)
            }
            readings.append(Reading(number: part.number, value: value, unit: unit))
        }
        return readings
    }

    /// Reads one number with its unit.
    func reading(
        of text: String, bare: (_ number: String, _ value: Double) -> String?
    ) throws(QuantityError) -> Reading {
        let readings = try readings(in: text, bare: bare)
        guard readings.count == 1 else { throw refusal(of: text, bare: bare) }
        return readings[0]
    }

    /// The error about a text that is no quantity; what a person may have meant by it is proposed.
    func refusal(
        of text: String, bare: (_ number: String, _ value: Double) -> String?
    ) -> QuantityError {
        QuantityError(
            "'\(text)' is not \(noun) such as \(example)",
            proposal: QuantityText.respelled(text).flatMap { respelled in
                do throws(QuantityError) {
                    _ = try reading(of: respelled, bare: bare)
                    return respelled
                } catch {
                    return error.proposal
                }
            })
    }

    private func unit(written suffix: String) -> Unit? {
        let small = suffix.lowercased()
        return units.first { $0.name == suffix } ?? units.first { $0.synonyms.contains(small) }
    }

    private func proposal(for suffix: String) -> String? {
        let small = suffix.lowercased()
        let like = units.first { $0.lookalikes.contains(small) }
        let near = units.first { $0.name.first?.lowercased() == small.first.map(String.init) }
        return (like ?? near)?.name ?? unknown
    }
}

/// The way in which people write numbers with units.
enum QuantityText {
    /// A number with what stands behind it.
    struct Part {
        var number: String
        var suffix: String
    }

    /// Splits `1h 30m` into its numbers and suffixes; nil for what doesn't begin with a number.
    static func parts(of text: String) -> [Part]? {
        var parts: [Part] = []
        var rest = text[...].drop(while: isBlank)
        while !rest.isEmpty {
            let number = numberPrefix(of: rest)
            guard !number.isEmpty else { return nil }
            rest = rest.dropFirst(number.count).drop(while: isBlank)
            let suffix = rest.prefix { !isBlank($0) && !isDigit($0) }
            rest = rest.dropFirst(suffix.count).drop(while: isBlank)
            parts.append(
                Part(number: number.filter { $0 != "_" }, suffix: String(suffix)))
        }
        return parts
    }

    /// The digits, with a decimal point, underscores between them and an exponent.
    private static func numberPrefix(of text: Substring) -> Substring {
        let digits = text.prefix { isDigit($0) || $0 == "." || $0 == "_" }
        let behind = text[digits.endIndex...]
        guard !digits.isEmpty, let mark = behind.first, mark == "e" || mark == "E" else {
            return digits
        }
        let exponent = behind.dropFirst().prefix(while: isDigit)
        return exponent.isEmpty ? digits : text[digits.startIndex..<exponent.endIndex]
    }

    /// The same without a sign, blanks, and commas, of which a single one that no three digits follow is
    /// a decimal point; nil if there is nothing to leave out.
    static func respelled(_ text: String) -> String? {
        var respelled = String(text.filter { !isBlank($0) }.drop { "+-=".contains($0) })
        let groups = respelled.split(separator: ",", omittingEmptySubsequences: false)
        let isGrouped = groups.dropFirst().allSatisfy { group in
            group.prefix(while: isDigit).count == 3
        }
        if groups.count == 2, !isGrouped, !respelled.contains(".") {
            respelled = groups.joined(separator: ".")
        } else if isGrouped {
            respelled = groups.joined()
        }
        return respelled == text ? nil : respelled
    }

    private static func isDigit(_ character: Character) -> Bool {
        character.isASCII && character.isNumber
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}

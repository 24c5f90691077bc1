/// The units of one kind of quantity (sizes, scales or times) and the parser that they share.
///
/// A spelling that can mean only one thing is accepted. An ambiguous one is refused, and the right
/// spelling is proposed: a budget that is 5 % off would give wrong verdicts.
struct QuantityUnits: Sendable {
    /// A unit and the spellings of it.
    struct Unit: Sendable {
        /// The canonical spelling, case-sensitive.
        let name: String
        /// The size of one unit, in bytes, units of work or nanoseconds.
        let factor: Double
        /// Other accepted spellings, in lower case; compared case-insensitively.
        var synonyms: Set<String> = []
        /// Refused spellings, in lower case, for which this unit is proposed, in addition to those
        /// with the same first letter.
        var lookalikes: Set<String> = []
    }

    /// A number and its unit, as parsed.
    struct Reading {
        /// The digits, without underscores.
        let number: String
        let value: Double
        let unit: Unit
    }

    /// The kind of quantity, with an article, such as `a size`.
    let noun: String
    /// A correct example, such as `64MiB`.
    let example: String
    /// The names of the units for messages, such as `binary unit (KiB, MiB, GiB)`.
    let names: String
    /// The units, in the order in which they are proposed.
    let units: [Unit]
    /// The unit proposed for an unrecognised suffix; `nil` proposes none.
    var unknown: String?

    /// Parses a number with a unit, or several in a row, such as `1h30m`.
    ///
    /// - Parameter bare: The spellings to propose for a number without a unit.
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

    /// Parses one number with its unit.
    func reading(
        of text: String, bare: (_ number: String, _ value: Double) -> String?
    ) throws(QuantityError) -> Reading {
        let readings = try readings(in: text, bare: bare)
        guard readings.count == 1 else { throw refusal(of: text, bare: bare) }
        return readings[0]
    }

    /// Returns the error for a text that is not a quantity, with the likely intended text as a
    /// proposal.
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

/// Lexing of numbers with units.
enum QuantityText {
    /// A number and the suffix that follows it.
    struct Part {
        var number: String
        var suffix: String
    }

    /// Splits `1h 30m` into its numbers and suffixes; `nil` if a part doesn't begin with a number.
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

    /// Returns the leading number, which may have a decimal point, underscores and an exponent.
    private static func numberPrefix(of text: Substring) -> Substring {
        let digits = text.prefix { isDigit($0) || $0 == "." || $0 == "_" }
        let behind = text[digits.endIndex...]
        guard !digits.isEmpty, let mark = behind.first, mark == "e" || mark == "E" else {
            return digits
        }
        let exponent = behind.dropFirst().prefix(while: isDigit)
        return exponent.isEmpty ? digits : text[digits.startIndex..<exponent.endIndex]
    }

    /// Returns the text without sign, blanks and commas, or `nil` if it has none of them. A single
    /// comma that isn't followed by three digits becomes a decimal point.
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

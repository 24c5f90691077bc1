/// Reading of whole numbers such as a count of trials.
package enum WholeNumber {
    /// Reads a number within a range; what is wrong says on which side of it a number lies.
    package static func parse<Number: FixedWidthInteger>(
        _ text: String, in range: ClosedRange<Number>
    ) throws(QuantityError) -> Number {
        if let number = Number(text), range.contains(number) { return number }
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw QuantityError(
                "'\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)",
                proposal: nil)
        }
        throw text.hasPrefix("-") || Number(text).map({ $0 < range.lowerBound }) ?? false
            ? QuantityError(
                "'\(text)' is too small; the smallest is \(range.lowerBound)", proposal: nil)
            : .tooLarge(text, largest: "\(range.upperBound)")
    }
}

extension QuantityError {
    /// The error about a number that is larger than the largest one that is accepted.
    static func tooLarge(_ text: String, largest: String) -> QuantityError {
        QuantityError("'\(text)' is too large; the largest is \(largest)", proposal: nil)
    }
}

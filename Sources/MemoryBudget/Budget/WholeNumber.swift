/// Parsing of whole numbers such as the number of trials.
package enum WholeNumber {
    /// Parses a whole number within a range; the error says on which side of the range it lies.
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
    /// Returns the error for a number above the largest accepted one.
    static func tooLarge(_ text: String, largest: String) -> QuantityError {
        QuantityError("'\(text)' is too large; the largest is \(largest)", proposal: nil)
    }
}

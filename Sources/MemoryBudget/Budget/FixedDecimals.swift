/// Formats `value` with exactly `digits` decimals, rounding half away from zero; no grouping.
///
/// Written here because the nouns do without Foundation.
package func fixed(_ value: Double, _ digits: Int) -> String {
    precondition((0...9).contains(digits), "a number is printed with 0 to 9 decimals")
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "-∞" : "∞") }
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let whole = Int(scaled) / Int(scale)
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(Int(scaled) % Int(scale))
    return "\(sign)\(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}

/// The nearest whole number, of what is printed: at most nine quadrillion on either side of 0; 0 for
/// what is no number.
package func whole(_ value: Double) -> Int {
    value.isNaN ? 0 : Int(min(max(value.rounded(), -9e15), 9e15))
}

/// Groups a whole number in thousands, `336,776`.
package func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
        groups.insert(digits.suffix(3), at: 0)
        digits = String(digits.dropLast(3))
    }
    groups.insert(Substring(digits), at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
}

/// The numbers of opportunities, from which their content is drawn, and their ids.
///
/// The initial list starts at 0; numbers continue upwards at its end and downwards, below 0, at its
/// front. Removed opportunities have numbers of their own.
package enum OpportunityNumber {
    /// The limit of the absolute value of a list's numbers.
    static let distanceMax = 1_000_000_000_000
    /// One opportunity in this many is followed by one that was removed from the list.
    static let goneInterval = 50

    /// Returns the number of the removed opportunity whose id follows that of `number`; `nil` if
    /// none.
    static func gone(after number: Int) -> Int? {
        guard number >= 0, number % goneInterval == goneInterval - 1 else { return nil }
        return distanceMax + number
    }

    /// Returns the id of an opportunity: 20 characters, in the order of the numbers from 0.
    package static func id(of number: Int) -> String {
        if number >= distanceMax { return "opp-\(digits(number - distanceMax, count: 14))50" }
        if number >= 0 { return "opp-\(digits(number, count: 14))00" }
        return "opp-9\(digits(-number, count: 13))00"
    }

    private static func digits(_ number: Int, count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}

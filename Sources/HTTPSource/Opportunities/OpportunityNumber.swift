/// The numbers of opportunities, by which their content is drawn, and their ids.
///
/// The list begins with 0; what is put at its end goes on from there, and what is put at its front is
/// negative. Those that are gone from it have numbers of their own.
package enum OpportunityNumber {
    /// No number of a list is as far from 0.
    static let distanceMax = 1_000_000_000_000
    /// One opportunity in so many has one beside it that is gone from the list.
    static let goneInterval = 50

    /// The number of the gone opportunity whose id follows that of `number`; nil if there is none.
    static func gone(after number: Int) -> Int? {
        guard number >= 0, number % goneInterval == goneInterval - 1 else { return nil }
        return distanceMax + number
    }

    /// The id of an opportunity: 20 characters, which are in the order of the numbers from 0.
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

/// The words that fixtures consist of: plain ASCII without quotes, which needs no escapes in JSON.
enum FixtureWords {
    static let places = [
        "Aldermoor", "Brackenfield", "Castleford", "Dunmere", "Eastleigh", "Fairhaven",
        "Greystone", "Harrowgate", "Ironbridge", "Kingsmead", "Lowestoft", "Millbrook",
    ]
    static let clubs = ["Athletic", "City", "Rovers", "Town", "United", "Wanderers"]
    static let leagues = [
        "Premier Division", "First Division North", "First Division South", "National Cup",
        "Regional Shield",
    ]
    static let people = [
        "A. Barnes", "B. Okafor", "C. Lindqvist", "D. Moreau", "E. Takahashi", "F. Novak",
        "G. Romano", "H. Silva", "I. Petrov", "J. Andersen", "K. Mensah", "L. Fischer",
    ]
    static let events = ["goal", "yellow card", "red card", "substitution", "corner", "offside"]
    static let remarks = [
        "after a short free kick from the left", "in a crowded penalty area",
        "for a late challenge near the halfway line", "following a review by the video referee",
        "from the edge of the box with the inside of the foot", "under pressure from two defenders",
    ]

    /// Returns a time in 2026, on a day that every month has.
    static func kickoff(_ random: inout KeyedRandom) -> String {
        let month = twoDigits(random.next(below: 12) + 1)
        let day = twoDigits(random.next(below: 28) + 1)
        let hour = twoDigits(random.next(below: 10) + 12)
        return "2026-\(month)-\(day)T\(hour):\(random.choice(of: ["00", "15", "30", "45"])):00Z"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

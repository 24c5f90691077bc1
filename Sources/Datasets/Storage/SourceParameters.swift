import HTTPSource

/// The settings of dataset kinds served by the HTTP source; they equal the source's own settings.
enum SourceParameters {
    private static let none = "none"

    /// The number of fixtures per team.
    static let fixtures = DatasetKind.Parameter(
        name: "fixtures", defaultValue: "20",
        about: "Fixtures per team, 1 to \(SourceSettings.fixtureCountMax)")

    /// The number of pages between two changes of a list.
    static let shiftInterval = DatasetKind.Parameter(
        name: "shift-interval", defaultValue: "3",
        about: "Pages between two changes of the list, with shifting-pages or replaced-records")

    /// Latency and errors of answers.
    static let answers = [
        DatasetKind.Parameter(
            name: "latency-milliseconds", defaultValue: "20",
            about: "Mean time until an answer, 0 to \(SourceSettings.latencyMillisecondsMax)"),
        DatasetKind.Parameter(
            name: "hazards", defaultValue: none,
            about: "Kinds of failed answers, separated by commas, or none: "
                + Hazard.allCases.map(\.rawValue).joined(separator: ", ")),
        DatasetKind.Parameter(
            name: "hazard-per-mille", defaultValue: "0",
            about: "Failed answers per thousand, 0 to 1000"),
    ]

    /// Returns the source's settings; `parameters` has a value for each of a kind's parameters.
    static func settings(
        seed: UInt64, parameters: [String: String]
    ) throws(DatasetError) -> SourceSettings {
        var arguments = ["--seed", "\(seed)"]
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            if name == "hazards" {
                for hazard in value.split(separator: ",") where hazard != none {
                    arguments += ["--hazard", String(hazard)]
                }
            } else {
                arguments += ["--\(name)", value]
            }
        }
        do {
            return try SourceSettings(arguments: arguments)
        } catch {
            throw DatasetError(.invalidParameter, error.description)
        }
    }
}

/// A setting that is a share of something, from 0 to 1.
enum ShareSetting {
    /// Parses a share; a missing one is 0.
    ///
    /// - Parameter whole: The things it is a share of, in the plural, for the message: `rows`.
    static func value(
        _ name: String, of whole: String, in parameters: [String: String]
    ) throws(DatasetError) -> Double {
        let text = parameters[name] ?? "0"
        guard let share = Double(text), share >= 0, share <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "'\(name)' must be a share of the \(whole), from 0 to 1, not '\(text)'")
        }
        return share
    }

    /// Returns the canonical text of a share.
    static func text(_ share: Double) -> String {
        share == share.rounded() ? "\(Int(share))" : "\(share)"
    }
}

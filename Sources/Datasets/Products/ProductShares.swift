/// Which shares of the rows are bad, and which row is bad in which way.
struct ProductShares {
    /// Rows with a bad value or a wrong number of fields; 0 to 1.
    let bad: Double
    /// Rows with invalid UTF-8; 0 to 1.
    let damaged: Double

    init(parameters: [String: String]) throws(DatasetError) {
        bad = try Self.share("bad", parameters)
        damaged = try Self.share("byte-damage", parameters)
        guard bad + damaged <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "bad=\(bad) and byte-damage=\(damaged) are more than all rows; together they may"
                    + " be 1 at most")
        }
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        ["bad": Self.text(bad), "byte-damage": Self.text(damaged)]
    }

    /// Draws a row's fault; nil for a good row.
    func fault(drawnFrom random: inout RowRandom) -> ProductFault? {
        let draw = random.nextShare()
        if draw >= bad + damaged { return nil }
        guard draw < bad else { return .byteDamage }
        return ProductFault.ofValues[random.next(below: ProductFault.ofValues.count)]
    }

    private static func share(
        _ name: String, _ parameters: [String: String]
    ) throws(DatasetError) -> Double {
        let text = parameters[name] ?? "0"
        guard let share = Double(text), share >= 0, share <= 1 else {
            throw DatasetError(
                .invalidParameter, "'\(name)' is a share of the rows from 0 to 1, not '\(text)'")
        }
        return share
    }

    private static func text(_ share: Double) -> String {
        share == share.rounded() ? "\(Int(share))" : "\(share)"
    }
}

/// The shares of rows with each kind of defect.
struct ProductShares {
    /// The share of rows with an invalid value or a wrong number of fields; 0 to 1.
    let bad: Double
    /// The share of rows with invalid UTF-8; 0 to 1.
    let damaged: Double

    init(parameters: [String: String]) throws(DatasetError) {
        bad = try ShareSetting.value("bad", of: "rows", in: parameters)
        damaged = try ShareSetting.value("byte-damage", of: "rows", in: parameters)
        guard bad + damaged <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "bad=\(bad) and byte-damage=\(damaged) add up to more than 1 (all rows)")
        }
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        ["bad": ShareSetting.text(bad), "byte-damage": ShareSetting.text(damaged)]
    }

    /// Draws a row's defect; `nil` for a valid row.
    func defect(drawnFrom random: inout RowRandom) -> ProductDefect? {
        let draw = random.nextShare()
        if draw >= bad + damaged { return nil }
        guard draw < bad else { return .byteDamage }
        return ProductDefect.ofValues[random.next(below: ProductDefect.ofValues.count)]
    }
}

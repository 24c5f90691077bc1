/// The shares of rows with a defect, and which row has which.
struct ProductShares {
    /// Rows with an invalid value or a wrong number of fields; 0 to 1.
    let bad: Double
    /// Rows with invalid UTF-8; 0 to 1.
    let damaged: Double

    init(parameters: [String: String]) throws(DatasetError) {
        bad = try ShareSetting.value("bad", of: "rows", in: parameters)
        damaged = try ShareSetting.value("byte-damage", of: "rows", in: parameters)
        guard bad + damaged <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "bad=\(bad) and byte-damage=\(damaged) are more than all rows; together they may"
                    + " be 1 at most")
        }
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        ["bad": ShareSetting.text(bad), "byte-damage": ShareSetting.text(damaged)]
    }

    /// Draws a row's defect; nil for a sound row.
    func defect(drawnFrom random: inout RowRandom) -> ProductDefect? {
        let draw = random.nextShare()
        if draw >= bad + damaged { return nil }
        guard draw < bad else { return .byteDamage }
        return ProductDefect.ofValues[random.next(below: ProductDefect.ofValues.count)]
    }
}

/// Student's distribution: how wide an interval is whose error was itself estimated.
enum StudentT {
    private static let table = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    ]

    /// The standard errors to either side that hold 95 %, for one degree of freedom or more.
    static func quantile95(freedom: Int) -> Double {
        precondition(freedom >= 1, "an error is estimated with one degree of freedom or more")
        guard freedom > table.count else { return table[freedom - 1] }
        // Fisher's expansion around the normal quantile, right to three decimals from here on.
        let normal = 1.959964
        let inverse = 1 / Double(freedom)
        return normal + inverse * (2.372271 + inverse * (2.822499 + inverse * 2.555850))
    }
}

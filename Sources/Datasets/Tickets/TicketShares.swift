/// The shares of tickets by kind of barcode; the remaining tickets have a legacy one.
struct TicketShares {
    /// The share of tickets without a barcode; 0 to 1.
    let withoutBarcode: Double
    /// The share of tickets that were already migrated; 0 to 1.
    let migrated: Double

    /// The settings, for lists.
    static let settings = [
        DatasetKind.Parameter(
            name: "without-barcode", defaultValue: "0.3",
            about: "Share of tickets without a barcode, 0 to 1"),
        DatasetKind.Parameter(
            name: "migrated", defaultValue: "0.1",
            about:
                "Share of tickets that have an 8-digit barcode, 0 to 1; the rest has a legacy one"
        ),
    ]

    init(parameters: [String: String]) throws(DatasetError) {
        withoutBarcode = try ShareSetting.value(
            "without-barcode", of: "tickets", in: parameters)
        migrated = try ShareSetting.value("migrated", of: "tickets", in: parameters)
        guard withoutBarcode + migrated <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "without-barcode=\(withoutBarcode) and migrated=\(migrated) add up to more than 1"
                    + " (all tickets)")
        }
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        [
            "without-barcode": ShareSetting.text(withoutBarcode),
            "migrated": ShareSetting.text(migrated),
        ]
    }

    /// Draws the kind of a ticket's barcode.
    @inline(__always)
    func barcode(drawnFrom random: inout RowRandom) -> TicketRow.Barcode {
        let draw = random.nextShare()
        if draw < withoutBarcode { return .none }
        return draw < withoutBarcode + migrated ? .migrated : .legacy
    }
}

/// Which shares of the tickets have what barcode; the rest has a legacy one.
struct TicketShares {
    /// Tickets without a barcode; 0 to 1.
    let withoutBarcode: Double
    /// Tickets that were migrated before; 0 to 1.
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
        withoutBarcode = try Self.share("without-barcode", parameters)
        migrated = try Self.share("migrated", parameters)
        guard withoutBarcode + migrated <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "without-barcode=\(withoutBarcode) and migrated=\(migrated) are more than all"
                    + " tickets; together they may be 1 at most")
        }
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        ["without-barcode": Self.text(withoutBarcode), "migrated": Self.text(migrated)]
    }

    /// Draws what barcode a ticket has.
    @inline(__always)
    func barcode(drawnFrom random: inout RowRandom) -> TicketRow.Barcode {
        let draw = random.nextShare()
        if draw < withoutBarcode { return .none }
        return draw < withoutBarcode + migrated ? .migrated : .legacy
    }

    private static func share(
        _ name: String, _ parameters: [String: String]
    ) throws(DatasetError) -> Double {
        let text = parameters[name] ?? "0"
        guard let share = Double(text), share >= 0, share <= 1 else {
            throw DatasetError(
                .invalidParameter,
                "'\(name)' is a share of the tickets from 0 to 1, not '\(text)'")
        }
        return share
    }

    private static func text(_ share: Double) -> String {
        share == share.rounded() ? "\(Int(share))" : "\(share)"
    }
}

/// The sections of a contract below its header, in their usual order.
enum ContractSection: CaseIterable {
    case rooms, inventory, costs
    case minMaxStays, cancellationFees, supplements, boardSupplements, combinableOffers, rates
    case checkInOut, promotions, frees, stopSales, handlingFees, nightHandling, validMarkets, taxes

    /// Returns the layout of the section's records.
    func layout(isExternal: Bool) -> RecordLayout {
        switch self {
        case .rooms: .room
        case .inventory: isExternal ? .externalInventory : .inventory
        case .costs: isExternal ? .externalCost : .cost
        case .minMaxStays: .minMaxStay
        case .cancellationFees: .cancellationFee
        case .supplements: .supplement
        case .boardSupplements: .boardSupplement
        case .combinableOffers: .combinableOffer
        case .rates: .rate
        case .checkInOut: .checkInOut
        case .promotions: .promotion
        case .frees: .free
        case .stopSales: .stopSale
        case .handlingFees: .handlingFee
        case .nightHandling: .nightHandling
        case .validMarkets: .validMarket
        case .taxes: .tax
        }
    }

    /// The average number of records per contract, in hundredths, as counted in 38,166 real ones;
    /// `nil` if it follows from the number of rooms.
    var meanHundredths: Int? {
        switch self {
        case .rooms, .inventory, .costs: nil
        case .minMaxStays: 4_150
        case .cancellationFees: 320
        case .supplements: 1_050
        case .boardSupplements: 77
        case .combinableOffers: 170
        case .rates: 180
        case .checkInOut: 2_020
        case .promotions: 31
        case .frees: 10
        case .stopSales: 30
        case .handlingFees: 10
        case .nightHandling: 8
        case .validMarkets: 40
        case .taxes: 25
        }
    }

    /// The maximum number of records per section.
    static let recordsMax = 1_000
}

/// The words that contracts consist of.
///
/// Changing any of them changes every dataset: raise `HotelContractsGenerator.version`.
struct ContractWords: Sendable {
    static let shared = ContractWords()

    /// Sixteen codes of rooms.
    let rooms = Self.list("DBT DBL SGL TPL QUA FAM JSU SUI APT STU VIL BUN DUS TWN ROO HÁB")
    /// Sixteen characteristics, which distinguish rooms with the same code.
    let characteristics = Self.list(
        "ST SU-VM C2-NI DX-1 VM BL KG-SEA QN EC-1 SUP PR-3 B2-TV GV NR-X ÁT 1")
    let boards = Self.list("RO BB HB FB AI SC CB TI")
    let currencies = Self.list("EUR USD GBP MXN JPY PLN")
    let countries = Self.list("ES DE GB FR IT PT MX US PL SE NL JP")
    let offices = [97, 15, 1, 40, 120, 6]
    let rateCodes = Self.list("BAR NRF EBD LMN PKG WEB GRP SNR")
    let offerCodes = Self.list("EB10 LS20 7X6 KIDS HONEY 55PLUS FREEN UPGR")
    let promotionCodes = Self.list("001 014 027 055 073 101")
    let stayTypes = Self.list("T E F P")
    let checkTypes = Self.list("I O A")
    let feeTypes = Self.list("A B C")
    let languages = Self.list("EN ES FR DE")
    let contractNames = Self.list("APFLMRI3 OD15FF BAR2026 TTOO NRF-WEB B2BPKG INV-25 ÉTÉ26")
    let descriptions = Self.list(
        "Flexible Package Senior Año-nuevo Früh-bucher Última-hora Noël 早割 Refundable Long-stay")
    let taxes = Self.list("TT IVA CITY VAT")

    let categories = Self.list("1EST 2EST 3EST 4EST 5EST H1_5 AT HS PENSI SP")
    let chains = Self.list("MELIA RIU IBER HILTO ACCOR NH")
    let hotelNames = Self.list("Hotel Gran Palacio Château Pensión Apartamentos Résidence Casa")
    let placeNames = Self.list("Playa Mar Sol Centro Köln Ángel Łódź Port Bahía 海")

    /// Words that are in no list, which is valid.
    let unknown = Self.list("QX-99 NUEVO-2 未知 ZZ9 unbekannt X")
    /// Texts that look like tuples, for sections without tuples.
    let parenthesised = Self.list("(OLD) (a,b) ((( (1)(2) ()")

    /// Numbers of rates.
    let rateNumbers = Self.list("1 2 3 4")

    private let allotments = Self.tuples(Self.releases)
    private let externalAllotments = Self.tuples(Self.externalReleases)
    private let longAllotments = Self.tuples(Self.releases, rest: ",X")
    private let longExternalAllotments = Self.tuples(Self.externalReleases, rest: ",9,")

    /// Returns the choices for a day's inventory: 64, so that six random bits choose one. The first
    /// has all values, the last has none.
    ///
    /// - Parameter areLong: Whether there are more values than the format lists.
    func allotments(isExternal: Bool, areLong: Bool) -> [Allotment] {
        switch (isExternal, areLong) {
        case (false, false): allotments
        case (true, false): externalAllotments
        case (false, true): longAllotments
        case (true, true): longExternalAllotments
        }
    }

    /// A day's inventory.
    struct Allotment: Sendable {
        let tuple: Word
        let count: Int
    }

    private static let releases = ["0", "0", "0", "7"]
    private static let externalReleases = ["0,365", "0,365", "0,180", "2,365"]
    /// Numbers of available rooms; days with 0 are closed.
    private static let counts = [8, 0, 2, 3, 4, 5, 6, 8, 99, 10, 10, 12, 15, 20, 25, 0]

    private static func tuples(_ releases: [String], rest: String = "") -> [Allotment] {
        var tuples = counts.flatMap { count in
            releases.map { Allotment(tuple: Word("(\($0),\(count)\(rest))"), count: count) }
        }
        let commas = (releases[0] + "," + rest).filter { $0 == "," }
        tuples[tuples.count - 1] = Allotment(tuple: Word("(\(commas))"), count: 0)
        return tuples
    }

    private static func list(_ text: String) -> [Word] {
        text.split(separator: " ").map { Word($0) }
    }
}

import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The shape of hotel contracts")
struct HotelContractsShapeTests {
    @Test("There are as many hotels, rooms and days as in the real files")
    func plans() throws {
        let settings = try settings()
        var contracts = 0
        var rooms = (sum: 0, most: 0)
        var days = 0
        for index in 0..<4_000 {
            let hotel = Hotel(index: index, seed: 42)
            for contract in 0..<hotel.contractCount {
                let plan = ContractPlan(hotel, contract: contract, settings: settings)
                contracts += 1
                rooms.sum += plan.rooms.count
                rooms.most = max(rooms.most, plan.rooms.count)
                days += plan.days.count
                #expect(plan.rooms.upperBound <= Hotel.roomCount)
            }
        }
        // The standard errors are 0.09, 0.06 and 1.1.
        #expect(abs(Double(contracts) / 4_000 - 6.28) < 0.4)
        #expect(abs(Double(rooms.sum) / Double(contracts) - 4.94) < 0.25)
        #expect(abs(Double(days) / Double(contracts) - 312) < 5)
        #expect((65...72).contains(rooms.most))
    }

    @Test("Each section has as many records as in the real files")
    func sections() throws {
        let expected = [
            "MinMaxStay": 41.5, "CheckInOut": 20.2, "Supplement": 10.5, "CancellationFee": 3.2,
            "Rate": 1.8, "CombinableOffer": 1.7, "BoardSupplement": 0.77, "Promotion": 0.31,
        ]
        try withTemporaryDirectory { directory in
            try HotelContractsSetting(parameters: HotelContractsSetting.plain)
                .generate(300, into: directory)
            let found = try HotelContractsOracle.finding("\(directory)/contracts")
            for (table, mean) in expected {
                let records = Double(found.tables[table] ?? 0)
                // The standard deviation of a contract's number of records is close to its mean.
                let error = (mean * (mean + 1)).squareRoot() / 300.0.squareRoot()
                #expect(abs(records / 300 - mean) < 4 * error, "\(table)")
            }
            for table in ["Free", "StopSale", "HandlingFee", "NightHandling", "ValidMarket", "Tax"]
            {
                #expect(found.tables[table] ?? 0 > 0, "\(table)")
            }
            #expect(found.tables["ExternalCost"] ?? 0 > 0)
            #expect(
                found.tables["Room"] == (found.tables["Inventory"] ?? 0)
                    + (found.tables["ExternalInventory"] ?? 0))
        }
    }

    @Test("About sixty hotels share a destination, some more and some fewer")
    func destinations() {
        var hotels: [String: Int] = [:]
        for index in 0..<24_000 {
            hotels[Hotel(index: index, seed: 7).destination.code.text, default: 0] += 1
        }
        #expect((380...400).contains(hotels.count))
        #expect(hotels.values.max() ?? 0 > 90)
        #expect(hotels.values.min() ?? 0 < 20)
    }

    @Test("No two destinations share a code, even after all three-letter codes are used")
    func codes() {
        let blocks = 26 * 26 * 26 / Destination.countOfBlock + 50
        var codes: [String: Int] = [:]
        for block in 0..<blocks {
            for hotel in 0..<60 {
                let index = block * Destination.hotelsOfBlock + hotel
                let destination = Hotel(index: index, seed: 3).destination
                let known = codes.updateValue(destination.index, forKey: destination.code.text)
                #expect(known == nil || known == destination.index)
            }
        }
    }

    @Test("A hotel's rooms are all different, and so are the days of the calendar")
    func rooms() {
        let hotel = Hotel(index: 5, seed: 42)
        let rooms = (0..<Hotel.roomCount).map { index in
            let room = hotel.room(index)
            return "\(room.code.text):\(room.characteristic.text)"
        }
        #expect(Set(rooms).count == Hotel.roomCount)
        var date = DateComponents(calendar: Calendar(identifier: .gregorian), year: 2024, month: 1)
        for day in [0, 59, 60, 365, 366, 1_520, 1_521, 4_700] {
            date.day = day + 1
            let parts = Calendar(identifier: .gregorian).dateComponents(
                [.year, .month, .day], from: date.date ?? .distantPast)
            let number =
                (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)
            #expect(ContractCalendar.shared.number(of: day) == number)
        }
    }

    @Test("Names have the characters that real ones have, and are all different")
    func names() throws {
        try withTemporaryDirectory { directory in
            try HotelContractsSetting().generate(200, into: directory)
            let names = try files(of: "\(directory)/contracts/DESTINATIONS").keys
                .map { ($0 as NSString).lastPathComponent }
            #expect(Set(names).count == 200)
            for sign in ["#", "-", ":", "_M_F", "Ô"] {
                #expect(names.contains { $0.contains(sign) }, "\(sign) does not occur")
            }
        }
    }

    @Test("Every defect occurs, with about the requested share")
    func defects() throws {
        try withTemporaryDirectory { directory in
            let setting = HotelContractsSetting(
                parameters: ["damaged": "0.2", "headless": "0.05", "quirks": "0"])
            let manifest = try setting.generate(300, into: directory)
            let found = try HotelContractsOracle.finding("\(directory)/contracts")
            #expect(
                Set(found.reasons.keys) == [
                    "missing", "type", "not UTF-8", "too long", "outside", "no header",
                    "section unclosed", "mark without section", "tuples malformed", "tuple short",
                    "tuple count", "period reversed", "period long",
                ])
            let headless = found.reasons["no header"] ?? 0
            let records = found.rows - (found.tables["Availability"] ?? 0) + found.failed - headless
            let share = Double(found.failed - headless) / Double(records)
            #expect(abs(share - 0.2) < 0.04)
            #expect(manifest.expected.rowsFailed == found.failed)
        }
    }

    @Test("Every quirk occurs")
    func quirks() {
        var random = RowRandom(seed: 1, row: 0)
        var all: FileQuirks = []
        for _ in 0..<500 { all.formUnion(.drawn(share: 1, from: &random)) }
        #expect(all.rawValue == 1 << UInt32(FileQuirks.count) - 1)
        #expect(FileQuirks.drawn(share: 0, from: &random).isEmpty)
    }

    @Test("Means are rounded half away from zero")
    func means() {
        let cases: [([Int], Int?)] = [
            ([], nil), ([1, 2], 2), ([-1, -2], -2), ([1, 1, 2], 1), ([-1, -1, -2], -1),
            ([0, 1], 1), ([0, -1], -1), ([2, 2, 1], 2), ([171_610], 171_610), ([-5, 5], 0),
        ]
        for (prices, mean) in cases {
            var summary = PriceSummary()
            for price in prices { summary.add(price) }
            #expect(summary.mean == mean, "\(prices)")
        }
    }

    @Test(
        "A file has the requested size on average", arguments: ["16KiB", "51KiB", "1MiB"])
    func fileSize(text: String) throws {
        // From the plans of 10,000 files; the written sizes are compared with them below.
        let setting = HotelContractsSetting(parameters: ["file-size": text])
        let estimate = try DatasetKinds.generator(for: setting.request)
            .estimatedBytes(of: .units(Scale(units: 10_000)))
        let wanted = try ByteCount(parsing: text).bytes * 10_000
        #expect(Double(estimate) / Double(wanted) > 0.98)
        #expect(Double(estimate) / Double(wanted) < 1.12)
    }

    @Test(
        "The estimate of a size is slightly above it",
        arguments: [("16KiB", 400), ("51KiB", 150), ("100KiB", 80)])
    func estimates(fileSize: String, files: Int) throws {
        try withTemporaryDirectory { directory in
            let parameters = HotelContractsSetting.plain.merging(["file-size": fileSize]) { $1 }
            let setting = HotelContractsSetting(parameters: parameters)
            let size = DatasetSize.units(Scale(units: files))
            let manifest = try setting.generate(size, into: directory)
            let estimate = try DatasetKinds.generator(for: setting.request)
                .estimatedBytes(of: size)
            #expect(estimate >= manifest.bytes)
            #expect(estimate - manifest.bytes <= manifest.bytes / 10)
        }
    }

    @Test(
        "An invalid setting is refused with its name",
        arguments: [
            ("file-size", "51KB", "'file-size': '51KB' has no binary unit (KiB, MiB, GiB); did"),
            ("file-size", "8KiB", "'file-size' must be 16KiB to 1MiB, not '8KiB'"),
            ("file-size", "2MiB", "'file-size' must be 16KiB to 1MiB, not '2MiB'"),
            ("file-size", "", "'file-size': "),
            ("damaged", "2", "'damaged' must be a share of the records, from 0 to 1, not '2'"),
            ("quirks", "-1", "'quirks' must be a share of the files, from 0 to 1, not '-1'"),
            ("headless", "few", "'headless' must be a share of the files, from 0 to 1, not 'few'"),
        ])
    func badSettings(name: String, value: String, message: String) throws {
        let error = #expect(throws: DatasetError.self) {
            try settings([name: value])
        }
        #expect(error?.code == .invalidParameter)
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test("Equal settings have the same text, however they are written")
    func canonicalSettings() throws {
        let usual = try settings(["file-size": "52224B", "damaged": "5e-4", "quirks": "0.020"])
        #expect(
            usual.parameters == [
                "file-size": "51KiB", "damaged": "0.0005", "quirks": "0.02", "headless": "0.0001",
            ])
    }

    @discardableResult
    private func settings(_ parameters: [String: String] = [:]) throws -> ContractSettings {
        let defaults = Dictionary(
            uniqueKeysWithValues: HotelContractsGenerator.kind.parameters.map {
                ($0.name, $0.defaultValue)
            })
        return try ContractSettings(seed: 42, parameters: defaults.merging(parameters) { $1 })
    }
}

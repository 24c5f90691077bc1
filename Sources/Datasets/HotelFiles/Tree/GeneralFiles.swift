/// The files of `GENERAL`: hotels and destinations grow with the tree, boards and categories don't.
struct GeneralFiles {
    private let seed: UInt64
    private let boards: GeneralFile
    private let categories: GeneralFile
    private let hotels: GeneralFile
    private let destinations: GeneralFile

    init(in tree: GeneratedTree, settings: ContractSettings) throws {
        // The numbers of contracts begin at 1.
        var random = RowRandom(seed: ~settings.seed, row: 0)
        func file(_ name: String, layout: RecordLayout) throws -> GeneralFile {
            try GeneralFile(
                creating: tree.general(name), layout: layout, settings: settings, random: &random)
        }
        seed = settings.seed
        boards = try file("GTTO_F", layout: .board)
        categories = try file("GCAT_F", layout: .category)
        hotels = try file("GHOT_F", layout: .hotel)
        destinations = try file("IDES_F", layout: .destination)
        try addBoards(&random)
        try addCategories(&random)
    }

    /// The expected result of all their records so far.
    var tally: RecordTally {
        var tally = RecordTally()
        for file in files { tally.merge(file.tally) }
        return tally
    }

    /// The total size if no records are added.
    var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

    /// Adds a hotel.
    func add(_ hotel: Hotel) throws {
        var random = hotel.random
        try hotels.add(drawnFrom: &random) { record, random in
            hotel.write(to: &record, random: &random)
        }
    }

    /// Adds a destination.
    func add(_ destination: Destination) throws {
        var random = RowRandom(seed: seed &+ 1, row: destination.index)
        try destinations.add(drawnFrom: &random) { record, random in
            let name = random.choice(of: ContractWords.shared.placeNames)
            record.text(destination.code)
            record.text(random.choice(of: ContractWords.shared.countries))
            record.text { text in
                text.append(name)
                text.append(" ")
                text.append(decimal: destination.index)
            }
        }
    }

    /// Finishes the files.
    func finish() throws {
        for file in files { try file.finish() }
    }

    private var files: [GeneralFile] { [boards, categories, hotels, destinations] }

    private func addBoards(_ random: inout RowRandom) throws {
        for code in ContractWords.shared.boards {
            try boards.add(drawnFrom: &random) { record, _ in
                record.text(code)
                record.text { text in
                    text.append("Board ")
                    text.append(code)
                }
            }
        }
    }

    private func addCategories(_ random: inout RowRandom) throws {
        for code in ContractWords.shared.categories {
            try categories.add(drawnFrom: &random) { record, _ in
                record.text(code)
                // The name is optional.
                if code.count > 2 { record.text(code) } else { record.empty() }
            }
        }
    }
}

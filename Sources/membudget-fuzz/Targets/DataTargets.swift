import CSVIngest
import Datasets
import Files
import HotelContracts
import MemoryBudget
import PipelineKit

/// Readers of data and manifests.
enum DataTargets {
    static let all: [FuzzTargetMaker] = {
        #if XLSX
            return [manifest, csv, contract, archive] + WorkbookTargets.all
        #else
            return [manifest, csv, contract, archive]
        #endif
    }()

    private static let manifest = FuzzTargetMaker(
        "manifest",
        seeds: { place in
            _ = try Self.generated("csv-rows", units: 20, in: place)
            return [
                RegularFile.start(of: place.path("data/manifest.json"), byteCountMaximum: 1 << 20)
            ]
            .compactMap(\.self)
        },
        run: { input, _ in _ = try DatasetManifest(json: input, path: "manifest.json") })

    private static let csv = FuzzTargetMaker(
        "csv",
        seeds: { place in
            let path = try Self.generated("csv-rows", units: 20, in: place)
            return [
                RegularFile.start(of: path, byteCountMaximum: 1 << 20) ?? [],
                Array("\u{FEFF}id;name\r\n1;\"a \"\"b\"\"\r\nc\"\r\n2;\r\n".utf8),
            ]
        },
        run: { input, place in
            let path = try place.write(input, to: "input.csv")
            let scan = Result { try InputScan.dataset(of: path) }
            try await Self.run(CSVIngest(), on: path, kind: "csv", chosenBy: input, in: place)
            _ = try scan.get()
        })

    private static let contract = FuzzTargetMaker(
        "contract",
        seeds: { place in
            let path = try Self.generated("hotel-contracts", units: 3, in: place)
            return try Self.files(below: path).compactMap {
                RegularFile.start(of: $0, byteCountMaximum: 1 << 18)
            }
        },
        run: { input, place in
            let tree = place.path("tree")
            try Directory.make("\(tree)/GENERAL")
            try Directory.make("\(tree)/DESTINATIONS/D_PMI")
            let name = "DESTINATIONS/D_PMI/ID_B2B_97#APFLMRI3_14126_1_M_F"
            try place.write(input, to: "tree/\(name)")
            try await Self.run(
                HotelContracts(), on: tree, kind: "hotel-contracts", chosenBy: input, in: place)
        })

    private static let archive = FuzzTargetMaker(
        "contract-archive",
        seeds: { _ in [StoredArchive.bytes(of: contracts)] },
        run: { input, place in
            let path = try place.write(input, to: "contracts.zip")
            let scan = Result { try OwnContracts.dataset(of: path) }
            try await Self.run(
                HotelContracts(), on: path, kind: "hotel-contracts", chosenBy: input, in: place)
            _ = try scan.get()
        })

    private static let contracts = [
        ("contracts/GENERAL/GTTO_F", "{GTTO}\nRO:Room only\n{/GTTO}\n"),
        (
            "contracts/DESTINATIONS/D_PMI/ID_B2B_97#1_M_F",
            "{CCON}\nN:PMI:97:1:A:C:S:5::20250910:20261008\n{/CCON}\n"
                + "{CNHA}\nDBT:ST:2:2:2:2:0\n{/CNHA}\n"
        ),
        ("contracts/DESTINATIONS/D_PMI/empty", ""),
    ]

    /// Generates a small dataset.
    ///
    /// - Returns: The path of its data file.
    private static func generated(
        _ kind: String, units: Int, in place: FuzzPlace
    ) throws -> String {
        let generator = try DatasetKinds.generator(for: .init(kind: kind))
        try? Directory.remove(place.path("data"))
        try Directory.make(place.path("data"))
        let manifest = try generator.generate(
            .units(Scale(units: units)), into: place.path("data"), progress: { _ in })
        try manifest.write(to: place.path("data"))
        return place.path("data/\(manifest.file)")
    }

    private static func files(below path: String) throws -> [String] {
        try Directory.names(in: path).flatMap { name -> [String] in
            let inner = "\(path)/\(name)"
            return FileKind(ofLink: inner) == .directory ? try files(below: inner) : [inner]
        }
    }

    /// Runs one of a pipeline's strategies on an input, and verifies the result.
    private static func run(
        _ pipeline: some Pipeline, on input: String, kind: String, chosenBy bytes: [UInt8],
        in place: FuzzPlace
    ) async throws {
        let output = place.path("output")
        for name in directoryEntries(place.folder) where name.hasPrefix("output") {
            try Directory.remove(place.path(name))
        }
        let settings = try Settings([("batch", "2")], for: pipeline.parameters)
        let strategies = pipeline.strategies
        try await strategies[bytes.count % strategies.count].run(
            TrialContext(
                input: input, output: output, datasetKind: kind, settings: settings,
                progress: .unwatched()))
        _ = try pipeline.verify(
            Artefact(input: input, output: output, datasetKind: kind, settings: settings))
    }
}

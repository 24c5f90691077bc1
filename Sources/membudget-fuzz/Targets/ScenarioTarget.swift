import Files
import MemoryBudget
import ScenarioFiles

/// The reader of scenario files.
enum ScenarioTarget {
    static let scenario = FuzzTargetMaker("scenario", seeds: seeds) { input, _ in
        let scenario = try ScenarioParser(catalog: catalog).parse(
            bytes: input, path: "fuzz.yaml", expectedName: nil)
        _ = scenario.cells()
        _ = scenario.budgets
    }

    /// Some of the names that scenarios use; all others are refused.
    private static let catalog = ScenarioCatalog(
        pipelines: [
            .init(
                name: "csv-ingest", strategies: ["load-all", "row-by-row", "streamed"],
                parameters: [.init(name: "batch", kind: .integer(1...1_000_000))],
                datasetKinds: ["csv-rows"])
        ], datasetKinds: [.init(name: "csv-rows", parameters: ["bad"])])

    private static let seeds: @Sendable (FuzzPlace) throws -> [[UInt8]] = { place in
        try [".", "examples", "full", "selftest"].flatMap { group in
            let folder = "\(place.repository)/Scenarios/\(group)"
            return try Directory.names(in: folder).filter { $0.hasSuffix(".yaml") }.compactMap {
                RegularFile.start(of: "\(folder)/\($0)", byteCountMaximum: 1 << 20)
            }
        }
    }
}

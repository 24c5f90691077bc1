import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import SQLiteStore
import TestSupport
import Testing

@testable import HotelContracts

/// A tree of contracts that a test writes by hand.
struct Tree {
    let directory: TemporaryDirectory

    /// Creates a tree without files.
    init() throws {
        directory = try TemporaryDirectory()
        for name in ["GENERAL", "DESTINATIONS/D_PMI"] {
            try FileManager.default.createDirectory(
                atPath: directory.path("contracts/\(name)"), withIntermediateDirectories: true)
        }
    }

    var path: String { directory.path("contracts") }

    /// Writes a contract.
    func contract(_ text: String, name: String = "ID_B2B_97#APFLMRI3_14126_1_M_F") throws {
        try contract(Array(text.utf8), name: name)
    }

    /// Writes a contract with any bytes.
    func contract(_ bytes: [UInt8], name: String) throws {
        try directory.write(bytes, to: "contracts/DESTINATIONS/D_PMI/\(name)")
    }

    /// Writes a general file.
    func general(_ text: String, name: String) throws {
        try directory.write(text, to: "contracts/GENERAL/\(name)")
    }
}

/// The header of contract 14126 of office 97, for hotel 555.
func header(office: Int = 97, contract: Int = 14126, hotel: Int = 555) -> String {
    """
    {CCON}
    N:PMI:\(office):\(contract):A name:COM:S:\(hotel)::20250910:20261008
    {/CCON}

    """
}

/// Returns a section with its records.
func section(_ name: String, _ records: String...) -> String {
    "{\(name)}\n" + records.map { $0 + "\n" }.joined() + "{/\(name)}\n"
}

/// The result of a strategy for a tree.
struct Finding {
    var outcome: VerifiedOutcome
    var failedCount: Int
    var doneCount: Int
    var rejected: [Rejected]
    var database: String
    /// The tree, kept because releasing it removes the database.
    var tree: Tree

    /// Returns the rows of a table with values as in SQLite, `NULL` for none; sorted.
    func rows(_ table: String, _ columns: String = "*") throws -> [String] {
        try DatabaseQueue.immutable(database).read { database in
            try Row.fetchAll(database, sql: "SELECT \(columns) FROM \(table)")
                .map { row in row.databaseValues.map(text).joined(separator: "|") }.sorted()
        }
    }

    private func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "NULL"
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob: "a blob"
        }
    }
}

/// A rejection as it was reported.
struct Rejected: Hashable, Decodable {
    var file: String?
    var line: Int
    var reason: String
}

/// The names of all strategies.
let strategies = HotelContracts().strategies.map(\.name)

/// Runs a strategy on a tree, or on an archive next to it, and verifies the result.
func run(_ name: String, _ tree: Tree, archive: String? = nil) async throws -> Finding {
    let strategy = try #require(HotelContracts().strategies.first { $0.name == name })
    return try await run(strategy, tree, archive: archive)
}

/// Runs a strategy, which may have other limits than the released one.
func run(
    _ strategy: any Strategy, _ tree: Tree, archive: String? = nil
) async throws -> Finding {
    let output = tree.directory.path("\(UUID().uuidString).db")
    let progress = TrialProgress.unwatched()
    let settings = try Settings([("batch", "2")], for: HotelContracts().parameters)
    try await strategy.run(
        TrialContext(
            input: archive ?? tree.path, output: output, datasetKind: "hotel-contracts",
            settings: settings, progress: progress))
    return Finding(
        outcome: try verify(tree, output), failedCount: progress.unitsRejected,
        doneCount: progress.unitsDone, rejected: try rejected(output),
        database: output, tree: tree)
}

/// Verifies a database without a manifest.
func verify(_ tree: Tree, _ output: String) throws -> VerifiedOutcome {
    let pipeline = HotelContracts()
    return try pipeline.verify(
        Artefact(
            input: tree.path, output: output, datasetKind: "hotel-contracts",
            settings: try Settings(for: pipeline.parameters)))
}

private func rejected(_ output: String) throws -> [Rejected] {
    let data = FileManager.default.contents(atPath: output + ".rejected.jsonl") ?? Data()
    return try data.split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(Rejected.self, from: Data($0))
    }
}

import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import PostgreSQLCluster
import TestSupport
import Testing

@testable import TicketExportPostgreSQL

/// A server for the duration of a suite, with the databases that its tests read.
struct ClusterTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: PostgreSQLCluster?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let cluster = try await PostgreSQLCluster.start()
        defer { cluster.stop() }
        let folder = try TemporaryDirectory()
        for database in Database.allCases {
            let file = try folder.write(database.copyText, to: database.rawValue)
            try await cluster.makeDatabase(database.rawValue, table: .tickets, from: file)
        }
        try await Self.$current.withValue(cluster) { try await function() }
    }
}

extension Trait where Self == ClusterTrait {
    static var cluster: Self { Self() }
}

extension Trait where Self == ConditionTrait {
    /// Disables tests on a machine without a server, with the reason.
    static var needsServer: Self {
        .enabled(
            if: PostgreSQLCluster.unavailableReason == nil,
            "\(PostgreSQLCluster.unavailableReason ?? "")")
    }
}

/// The databases in a suite's cluster.
enum Database: String, CaseIterable {
    case tickets, empty, large
    /// Tickets with odd texts in place of barcodes.
    case odd

    var rowCount: Int {
        switch self {
        case .tickets: 2503
        case .empty: 0
        case .large: 60_000
        case .odd: 3
        }
    }

    /// Returns the connection string for libpq.
    func input() throws -> String {
        try #require(ClusterTrait.current).connectionString(database: rawValue)
    }

    fileprivate var copyText: String {
        (0..<rowCount).map { row($0).joined(separator: "\t") + "\n" }.joined()
    }

    private func row(_ index: Int) -> [String] {
        let holders = [
            "Anna Müller", "O'Neil, \"Max\"", "two\\nlines", "Łukasz", "back\\\\slash", "\"",
        ]
        let digits = String(index)
        let barcode = String(repeating: "0", count: 13 - digits.count) + digits
        let odd = ["a,b", "c\"d", "e\\nf"]
        return [
            "\(index + 1)", "\(1_000_000_000 + index)",
            self == .odd ? odd[index] : index % 3 == 0 ? "\\N" : barcode, "A play",
            holders[index % holders.count], index % 4 == 0 ? "\\N" : "Row \(index % 40)",
            "\(100 + index % 900)", ["valid", "used", "refunded"][index % 3],
            "2026-03-09T18:04:11Z",
        ]
    }
}

/// A run of a strategy in this process.
struct Export {
    let folder: TemporaryDirectory
    let context: TrialContext

    init(_ input: String, _ settings: [String: String] = [:]) throws {
        folder = try TemporaryDirectory()
        let pipeline = TicketExportPostgreSQL()
        context = TrialContext(
            input: input, output: folder.path("output"), datasetKind: pipeline.datasetKinds[0],
            settings: try Settings(
                settings.map { (name: $0.key, value: $0.value) }, for: pipeline.parameters),
            progress: .unwatched())
    }

    /// Runs a strategy.
    func run(_ strategy: any Strategy) async throws {
        try await strategy.run(context)
    }

    /// The names in the output's folder.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    /// The export's text.
    var text: String {
        get throws { try String(contentsOfFile: context.output, encoding: .utf8) }
    }

    /// Reads the export back with the pipeline.
    func verify() throws -> VerifiedOutcome {
        try TicketExportPostgreSQL().verify(
            Artefact(
                input: context.input, output: context.output, datasetKind: context.datasetKind,
                settings: context.settings))
    }
}

/// Returns the pipeline's strategies.
func strategies(demand: (@Sendable (Int) -> Bool)? = nil) -> [any Strategy] {
    TicketExportPostgreSQL(demand: demand).strategies
}

/// The strategies' names, for the arguments of tests.
let strategyNames = strategies().map(\.name)

func strategy(
    _ name: String, demand: (@Sendable (Int) -> Bool)? = nil
) throws -> any Strategy {
    try #require(strategies(demand: demand).first { $0.name == name })
}

/// Returns the output of psql, an independent program.
func psql(_ statement: String, _ input: String) async throws -> String {
    let result = try await TestSupport.Command.run(
        ["psql", "-XAtwq", "-v", "ON_ERROR_STOP=1", "-d", input, "-c", statement])
    try #require(result.status == 0, "\(result)")
    return result.standardOutput
}

import HTTPSource
import MemoryBudget

/// The kind `team-fixtures`: teams and their fixtures, which an HTTP source generates on request.
///
/// The file only tells how to start the source; the manifest describes the correct result.
struct FixtureSourceGenerator: DatasetGenerator {
    static let dataName = "source.txt"
    static let version = 1
    static let kind = DatasetKind(
        name: "team-fixtures", about: "Teams and their fixtures, from a local HTTP source",
        unit: "teams", parameters: [SourceParameters.fixtures] + SourceParameters.answers)

    let seed: UInt64
    let parameters: [String: String]
    private let settings: SourceSettings

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        settings = try SourceParameters.settings(seed: seed, parameters: parameters)
        self.seed = seed
        self.parameters = parameters
    }

    var storage: any DatasetStorage { HTTPSourceStorage(settings: settings) }

    /// Returns the size of the file, rounded up.
    func estimatedBytes(of size: DatasetSize) -> Int { 4096 }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let teams = TeamFixtures(
            seed: seed, teamCount: teamCount(of: size), fixtureCount: settings.fixtureCount)
        let output = try OutputFile(creating: "\(directory)/\(Self.dataName)")
        let line = settings.arguments.joined(separator: " ") + "\n"
        try Array(line.utf8).withUnsafeBytes { try output.append($0) }
        try output.finish()
        var tally = FixtureTally()
        tally.servedBytes += teams.teamsJSON().count
        for team in stride(from: 1, through: teams.teamCount, by: 1) {
            tally.add(teams, team: team)
            try progress(progressReport(size, units: team, bytes: 0))
        }
        return DatasetManifest(
            kind: Self.kind.name, generatorVersion: Self.version, seed: seed,
            parameters: parameters, units: teams.teamCount, expected: tally.expected,
            bytes: output.byteCount, servedBytes: tally.servedBytes, file: Self.dataName,
            columns: [])
    }

    private func teamCount(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): return scale.units
        case .bytes(let count):
            let bytesPerTeam = settings.fixtureCount * TeamFixtures.fixtureByteCountMin
            return count.bytes / bytesPerTeam + 1
        }
    }
}

/// The rows and the digest of the correct result so far.
private struct FixtureTally {
    var servedBytes = 0
    private var digest = RowDigest()
    private var failedCount = 0

    mutating func add(_ teams: TeamFixtures, team: Int) {
        servedBytes += teams.fixturesJSON(team: team).count
        for index in 0..<teams.fixtureCount {
            let fixture = teams.fixture(team: team, index: index)
            if fixture.defect != nil {
                failedCount += 1
            } else if !teams.isShared(team: team, index: index) {
                // The next team lists a shared fixture first.
                digest.add(fixture.hash)
            }
        }
    }

    var expected: ExpectedOutcome {
        ExpectedOutcome(
            rows: digest.count, rowsFailed: failedCount, digest: digest.hexadecimal)
    }
}

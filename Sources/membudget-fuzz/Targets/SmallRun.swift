import Files
import MemoryBudget
import RunStore

/// A good run in its own folder, of which a target changes a part.
struct SmallRun {
    let directory: RunDirectory
    let record: RunRecord
    private let rejected: [String]

    private static let source = "Tests/RecordedRuns/bench"

    /// Copies the recorded run of the tests.
    init(in place: FuzzPlace) throws {
        directory = try RunDirectory(reading: try Self.copy(to: "run", in: place))
        record = try directory.record()
        rejected = directoryEntries("\(place.repository)/\(Self.source)/rejected")
    }

    /// The names of the samples of rejected units.
    var rejectedNames: [String] { rejected }

    /// The names of the series of the same trials.
    var seriesNames: [String] { rejected.map { $0.dropLast("jsonl".count) + "csv" } }

    /// Returns the record of the run as a shard of two; the second shard is empty.
    func shard(_ index: Int) throws -> [UInt8] {
        var record = record
        record.plan?.shard = Shard(index: index, count: 2)
        if index == 2 {
            for scenario in record.scenarios.indices { record.scenarios[scenario].cells = [] }
        }
        return try record.json()
    }

    /// Writes a run.
    ///
    /// - Parameters:
    ///   - record: The contents of `run.json`; `nil` for those of the recorded run.
    ///   - hasTrials: Whether to copy the trials of the recorded run.
    /// - Returns: The path of the run.
    static func copy(
        to name: String, in place: FuzzPlace, record: [UInt8]? = nil, hasTrials: Bool = true
    ) throws -> String {
        let path = place.path(name)
        try? Directory.remove(path)
        for folder in ["series", "rejected", "profiles"] {
            try Directory.make("\(path)/\(folder)")
        }
        let trials = try hasTrials ? place.repositoryFile("\(source)/trials.jsonl") : []
        try place.write(trials, to: "\(name)/trials.jsonl")
        let json = try record ?? place.repositoryFile("\(source)/run.json")
        return try parentPath(of: place.write(json, to: "\(name)/run.json"))
    }
}

import Harness
import MemoryBudget
import Reports
import RunStore

/// The profile of a command that `run` measures: has it made, and keeps it.
struct TrialProfiling {
    private let directory: RunDirectory
    private let interval: ByteCount

    /// Makes the folder of the profile, before the command is started.
    init(into path: String, interval: ByteCount) throws {
        directory = try RunDirectory(creating: path)
        self.interval = interval
    }

    /// Has a trial profiled.
    func prepare(_ specification: inout TrialSpecification) {
        specification.kind = .profiled
        specification.sampleInterval = interval
    }

    /// Keeps the profile and, unless quiet, prints who held the memory on standard error.
    func finish(_ report: TrialReport, isQuiet: Bool) throws {
        var journal = try directory.openJournal()
        try journal.append(report.observation)
        guard let heap = report.heap else {
            printError(
                "membudget: not profiled: no process took the sampler; static programs don't, nor"
                    + " those that change their user")
            return
        }
        let record = ProfileRecord(trial: report.observation, heap: heap)
        try directory.write(record)
        guard !isQuiet else { return }
        printError(lines: ProfileTable(style: .forStandardError).text(of: record))
    }
}

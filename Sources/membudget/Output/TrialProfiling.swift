import Harness
import MemoryBudget
import Reports
import RunStore

/// The profiling of a command that `run` measures.
struct TrialProfiling {
    private let directory: RunDirectory
    private let interval: ByteCount

    /// Creates the folder of the profile, before the command is started.
    init(into path: String, interval: ByteCount) throws {
        directory = try RunDirectory(creating: path)
        self.interval = interval
    }

    /// Turns a trial into a profiled one.
    func prepare(_ specification: inout TrialSpecification) {
        specification.kind = .profiled
        specification.sampleInterval = interval
    }

    /// Saves the profile and, unless quiet, prints a summary on standard error.
    func finish(_ report: TrialReport, isQuiet: Bool) throws {
        var journal = try directory.openJournal()
        try journal.append(report.observation)
        guard let heap = report.heap else {
            printError(
                "membudget: not profiled: no process loaded the sampler; statically linked programs"
                    + " and those that change their user don't")
            return
        }
        let record = ProfileRecord(trial: report.observation, heap: heap)
        try directory.write(record)
        guard !isQuiet else { return }
        printError(lines: ProfileTable(style: .forStandardError).text(of: record))
    }
}

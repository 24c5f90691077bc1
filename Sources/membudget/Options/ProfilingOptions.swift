import ArgumentParser
import MemoryBudget

/// The options of commands that profile a trial.
struct ProfilingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Bytes allocated between two samples of a profiled trial, 1KiB to 1TiB (default: chosen \
            to fit the budget).
            """, valueName: "size"), transform: parseSize)
    var sampleInterval: ByteCount?

    func validate() throws {
        guard (1024...1 << 40).contains(sampleInterval?.bytes ?? 1024) else {
            throw ValidationError("--sample-interval must be between 1KiB and 1TiB")
        }
    }
}

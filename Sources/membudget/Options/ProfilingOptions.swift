import ArgumentParser
import MemoryBudget

/// The options of commands that profile a trial.
struct ProfilingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Profiled trials: bytes allocated between two samples, 1KiB to 1TiB (default: fitted to \
            the budget).
            """, valueName: "size"), transform: parseSize)
    var sampleInterval: ByteCount?

    func validate() throws {
        guard (1024...1 << 40).contains(sampleInterval?.bytes ?? 1024) else {
            throw ValidationError("--sample-interval takes 1KiB to 1TiB")
        }
    }
}

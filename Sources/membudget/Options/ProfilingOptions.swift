import ArgumentParser
import MemoryBudget

/// The options of commands that profile a trial.
struct ProfilingOptions: ParsableArguments {
    @Option(
        help: "Profiled trials: bytes allocated between two samples, such as 256KiB.",
        transform: parseSize)
    var sampleInterval: ByteCount?

    func validate() throws {
        guard (1024...1 << 40).contains(sampleInterval?.bytes ?? 1024) else {
            throw ValidationError("--sample-interval takes 1KiB to 1TiB")
        }
    }
}

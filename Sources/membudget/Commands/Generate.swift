import ArgumentParser
import Bench
import Datasets
import Harness
import MemoryBudget
import Processes

/// `membudget generate`: writes a dataset to a folder.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a deterministic synthetic dataset, with a file that lists its contents.",
        usage: "membudget generate <kind> (--scale <n> | --size <size>) --output <dir>",
        discussion: """
            The same kind, seed, settings and size give the same bytes on every machine.

              membudget generate csv-rows --size 100MiB --output products
              membudget generate hotel-contracts --scale 1k --output hotels

            \(Membudget.flagDefaults)
            """)

    @Argument(help: "Kind of dataset, such as csv-rows; 'membudget list' shows all kinds.")
    var kind: String

    @Option(
        help: ArgumentHelp(
            "Number of units (rows, files), such as 2M (required without --size).", valueName: "n"),
        transform: parseScale)
    var scale: Scale?

    @Option(
        help: ArgumentHelp(
            """
            Approximate size, such as 100MiB, rounded up to a whole row or file (required without \
            --scale).
            """, valueName: "size"), transform: parseSize)
    var size: ByteCount?

    @Option(
        help: ArgumentHelp("Folder to write, created if missing (required).", valueName: "dir"),
        completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "Seed; the same seed gives the same bytes (default: 42).", valueName: "n"),
        transform: parseSeed)
    var seed: UInt64 = 42

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set a parameter, as shown by 'membudget list'; repeatable (default: the kind's).",
            valueName: "name=value"), transform: parseSetting)
    var settings: [Setting] = []

    @Flag(help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (scale == nil) != (size == nil) else {
            throw ValidationError(
                scale == nil
                    ? "give --scale, such as --scale 10k, or --size, such as --size 100MiB"
                    : "give either --scale or --size, not both")
        }
    }

    func run() throws {
        StopSignals.install()
        let progress = ProgressReporter(isQuiet: quiet)
        let parameters = Dictionary(settings.map { ($0.name, $0.value) }) { _, last in last }
        do {
            let made = try Dataset.generate(
                Scenario.DatasetRequest(kind: kind, seed: seed, parameters: parameters),
                size: scale.map { .units($0) } ?? .bytes(size ?? ByteCount(0)), into: output
            ) { step in
                if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
                progress.show(.preparing(step, name: kind))
            }
            progress.clear()
            let bytes = made.manifest.bytes
            let rate = Double(bytes) / max(1e-3, progress.elapsed.seconds)
            try printOutput(
                "\(made.path): \(contents(of: made.manifest)), \(ByteCount(bytes)),"
                    + " \(ByteCount(Int(rate)))/s\n")
        } catch {
            progress.clear()
            throw error
        }
    }

    /// Returns text such as `3,000 rows (3 to reject)`; rows are added if units are not rows.
    private func contents(of manifest: DatasetManifest) -> String {
        let unit = DatasetKinds.all.first { $0.name == manifest.kind }?.unit ?? "units"
        let units = counted(manifest.units, of: unit)
        let rejected = "(\(grouped(manifest.expected.rowsFailed)) to reject)"
        guard manifest.columns.isEmpty else { return "\(units) \(rejected)" }
        return "\(units), \(counted(manifest.expected.rows, of: "rows")) \(rejected)"
    }
}

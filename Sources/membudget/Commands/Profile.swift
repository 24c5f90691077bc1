import ArgumentParser
import Files
import MemoryBudget
import Reports
import RunStore

/// `membudget profile`: shows who held the memory in a run that was profiled.
struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show who held the memory of a profiled run, or export it for other tools.",
        discussion: """
            RUN is the folder that 'run --profile', 'bench' or 'gate' wrote; these profile what went \
            over its budget, and with --profile every strategy. Without --output one format is \
            written to standard output. The 95 % interval of a site is what sampling leaves open. The \
            html page and the svg picture have a flame graph; pprof and folded open in other tools.

              membudget run --profile out -- ./import data.csv
              membudget profile out
              membudget bench csv-ingest --run-dir run
              membudget profile run --strategy load-all --scale 20k
              membudget profile out --format html,svg,pprof --output exports
            """)

    @Argument(help: ArgumentHelp("The directory of the run.", valueName: "run"))
    var directory: String

    @Option(help: "Only this strategy.")
    var strategy: String?

    @Option(help: "Only at this scale, such as 20k.", transform: parseScale)
    var scale: Scale?

    @Option(
        help: "Formats, joined by commas (default: terminal): \(Profile.names).",
        transform: Profile.renderers)
    var format: [any ProfileRenderer] = [ProfileTable()]

    @Option(help: "The folder to write to.")
    var output: String?

    private static let names = ProfileRenderers.all.map(\.name).joined(separator: ", ")

    func validate() throws {
        guard output != nil || format.count == 1 else {
            throw ValidationError("several formats don't fit standard output; give --output DIR")
        }
    }

    func run() throws {
        let records = try selected()
        guard records.count == 1 || output != nil || format[0] is ProfileTable else {
            throw Failure(
                .usage,
                "\(records.count) profiles don't fit standard output as '\(format[0].name)'; choose"
                    + " one with --strategy and --scale, or give --output DIR")
        }
        let folder = try output.map { path throws(FileError) in try OutputDirectory(path) }
        for (index, record) in records.enumerated() {
            if folder == nil && records.count > 1 {
                let title = ProfileTitle.text(of: record.trial)
                try printOutput((index > 0 ? "\n" : "") + title + "\n")
            }
            for renderer in format { try show(record, by: renderer, to: folder) }
        }
    }

    /// The profiles that are asked for; at least one.
    private func selected() throws -> [ProfileRecord] {
        let all = try RunDirectory(reading: directory).profiles()
        let named = all.filter { strategy == nil || $0.trial.strategy == strategy }
        guard !named.isEmpty else {
            throw Failure(
                .noInput,
                "no strategy '\(strategy ?? "")' was profiled in this run; it has profiles of"
                    + " \(Self.list(all.map(\.trial.strategy)))")
        }
        let sized = named.filter { scale == nil || $0.trial.scale.units == scale?.units }
        guard !sized.isEmpty else {
            throw Failure(
                .noInput,
                "nothing was profiled at scale \(scale?.label ?? ""); there are profiles at"
                    + " \(Self.list(named.map(\.trial.scale.label)))")
        }
        return sized
    }

    private static func list(_ names: [String]) -> String {
        names.uniqued().joined(separator: ", ")
    }

    private func show(
        _ record: ProfileRecord, by renderer: any ProfileRenderer, to folder: OutputDirectory?
    ) throws {
        guard let folder else {
            let isTerminal = renderer is ProfileTable
            let shown = isTerminal ? ProfileTable(style: .forStandardOutput) : renderer
            return try printOutput(try shown.contents(of: record))
        }
        let trial = record.trial
        let variant = Cell.variant(of: trial.strategy, with: trial.parameters)
        let name = [trial.scenario, variant, trial.scale.label].map(FileName.safe)
            .filter { !$0.isEmpty }.joined(separator: ".")
        try folder.write(
            try renderer.contents(of: record), to: "\(name).\(renderer.fileExtension)")
    }

    @Sendable private static func renderers(_ text: String) throws -> [any ProfileRenderer] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            guard let renderer = ProfileRenderers.all.first(where: { $0.name == name }) else {
                throw ValidationError("'\(name)' is no format; there are \(names)")
            }
            return renderer
        }
    }
}

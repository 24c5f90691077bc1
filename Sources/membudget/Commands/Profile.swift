import ArgumentParser
import Files
import MemoryBudget
import Reports
import RunStore

/// `membudget profile`: shows who held the memory in a run that was profiled.
struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Show which functions held the memory of a profiled run, or export it for other tools.",
        usage: "membudget profile <run> [<options>]",
        discussion: """
            RUN is the folder that 'run --profile', 'bench' or 'gate' wrote. 'bench' and 'gate' profile \
            strategies that went over their budget; with --profile they profile all. Without --output \
            one format is written to standard output. The 95 % interval is the sampling error. The \
            html page and the svg picture have a flame graph; pprof and folded open in other tools. \
            --from and --to show the growth between the starts of two phases that a worker named, in \
            the formats terminal and json. --sort is for the terminal's table.

              membudget run --profile out -- ./import data.csv
              membudget profile out
              membudget bench csv-ingest --run-dir run
              membudget profile run --strategy load-all --scale 20k
              membudget profile run --strategy load-all --scale 20k --from read --to parse
              membudget profile out --format html,svg,pprof --output exports
            """)

    @Argument(
        help: ArgumentHelp("The directory of the run.", valueName: "run"), completion: .directory)
    var directory: String

    @Option(help: ArgumentHelp("Show this strategy (default: all).", valueName: "name"))
    var strategy: String?

    @Option(
        help: ArgumentHelp("Show this scale, such as 20k (default: all).", valueName: "n"),
        transform: parseScale)
    var scale: Scale?

    @Option(
        help: ArgumentHelp(
            "Formats, joined by commas: \(profileChoice.list) (default: terminal).",
            valueName: "formats"), completion: profileChoice.completion,
        transform: profileChoice.parseList)
    var format: [any ProfileRenderer] = [ProfileTable()]

    @Option(
        help: ArgumentHelp(
            "Order of sites: \(siteOrderChoice.list) (default: live bytes at the peak or at death).",
            valueName: "order"), completion: siteOrderChoice.completion,
        transform: siteOrderChoice.parse)
    var sort: SiteOrder?

    @Option(
        help: ArgumentHelp(
            "Show growth since the start of this phase (default: the whole run).",
            valueName: "phase"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Show growth up to the start of this phase (default: the whole run).",
            valueName: "phase"))
    var to: String?

    @Option(
        help: ArgumentHelp("Folder to write to (default: standard output).", valueName: "dir"),
        completion: .directory)
    var output: String?

    private var selection: ProfileSelection {
        ProfileSelection(order: sort, from: from, to: to)
    }

    func validate() throws {
        guard output != nil || format.count == 1 else {
            throw ValidationError("several formats don't fit standard output; give --output DIR")
        }
        guard sort == nil || format.allSatisfy({ $0 is ProfileTable }) else {
            throw ValidationError("--sort orders the table; other formats have every figure")
        }
        guard sort == nil || (from == nil && to == nil) else {
            throw ValidationError("growth between phases has an order of its own; leave out --sort")
        }
        let other = format.first { !($0 is any SelectiveProfileRenderer) }
        if let other, from != nil || to != nil {
            throw ValidationError(
                "growth between phases is shown by terminal and json, not by '\(other.name)'")
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
        for record in sized { try checkPhases(of: record) }
        return sized
    }

    /// A phase that a program did not name has no growth.
    private func checkPhases(of record: ProfileRecord) throws {
        guard let missing = selection.missingPhase(in: record) else { return }
        let known =
            missing.known.isEmpty ? "it named none" : "it named \(Self.list(missing.known))"
        throw Failure(
            .noInput,
            "\(ProfileTitle.text(of: record.trial)): the program named no phase"
                + " '\(missing.name)'; \(known)")
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
            return try printOutput(try selective(shown).contents(of: record))
        }
        let trial = record.trial
        let variant = Cell.variant(of: trial.strategy, with: trial.parameters)
        let name = [trial.scenario, variant, trial.scale.label].map(FileName.safe)
            .filter { !$0.isEmpty }.joined(separator: ".")
        try folder.write(
            try selective(renderer).contents(of: record), to: "\(name).\(renderer.fileExtension)")
    }

    /// The renderer, told what to show if it can.
    private func selective(_ renderer: any ProfileRenderer) -> any ProfileRenderer {
        guard var selective = renderer as? any SelectiveProfileRenderer else { return renderer }
        selective.selection = selection
        return selective
    }
}

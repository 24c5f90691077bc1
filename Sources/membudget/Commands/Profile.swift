import ArgumentParser
import Files
import MemoryBudget
import Reports
import RunStore

/// `membudget profile`: shows what held the memory in a profiled run.
struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Show which functions held the memory of a profiled run, or export it for other tools.",
        usage: "membudget profile <run> [<options>]",
        discussion: """
            RUN is the folder written by 'run --profile', 'bench' or 'gate'. 'bench' and 'gate' \
            profile strategies that went over budget, or all with --profile. Without --output, one \
            format is written to standard output. Each figure has a 95 % interval, which covers \
            the sampling error. html and svg contain a flame graph; pprof and folded are for other \
            tools. --from and --to show how memory grew between the starts of two phases that the \
            program reported; they need --format terminal or json. --sort needs --format terminal.

              membudget run --profile out -- ./import data.csv
              membudget profile out
              membudget bench csv-ingest --run-dir run
              membudget profile run --strategy load-all --scale 20k
              membudget profile run --strategy load-all --scale 20k --from read --to parse
              membudget profile out --format html,svg,pprof --output exports
            """)

    @Argument(
        help: ArgumentHelp("Folder of the run.", valueName: "run"), completion: .directory)
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
            """
            Sort the call sites by their memory: \(siteOrderChoice.list) (default: peak, or end if \
            the program was killed).
            """, valueName: "order"), completion: siteOrderChoice.completion,
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
            throw ValidationError("several formats can't go to standard output; give --output DIR")
        }
        guard sort == nil || format.allSatisfy({ $0 is ProfileTable }) else {
            throw ValidationError("--sort is only for the format terminal")
        }
        guard sort == nil || (from == nil && to == nil) else {
            throw ValidationError("growth between phases has a fixed order; leave out --sort")
        }
        let other = format.first { !($0 is any SelectiveProfileRenderer) }
        if let other, from != nil || to != nil {
            throw ValidationError(
                "growth between phases needs the format terminal or json, not '\(other.name)'")
        }
    }

    func run() throws {
        let records = try selected()
        guard records.count == 1 || output != nil || format[0] is ProfileTable else {
            throw Failure(
                .usage,
                "\(records.count) profiles can't go to standard output as '\(format[0].name)';"
                    + " choose one with --strategy and --scale, or give --output DIR")
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

    /// Returns the selected profiles; at least one.
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

    /// Throws if a phase of --from or --to was not reported by the program.
    private func checkPhases(of record: ProfileRecord) throws {
        guard let missing = selection.missingPhase(in: record) else { return }
        let known =
            missing.known.isEmpty ? "it reported none" : "it reported \(Self.list(missing.known))"
        throw Failure(
            .noInput,
            "\(ProfileTitle.text(of: record.trial)): the program reported no phase"
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

    /// Returns the renderer with the selection applied, if it takes one.
    private func selective(_ renderer: any ProfileRenderer) -> any ProfileRenderer {
        guard var selective = renderer as? any SelectiveProfileRenderer else { return renderer }
        selective.selection = selection
        return selective
    }
}

import ArgumentParser
import Files
import MemoryBudget
import Reports
import RunStore

/// `membudget report`: renders reports from saved runs.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Render reports from saved runs.",
        discussion: """
            RUN is the folder of a run, as printed by 'bench'. Without --output, one run and one \
            format (not svg) go to standard output. With it, the formats are written to DIR: \
            \(Renderers.folderContents). If there are several runs, each gets its own folder in \
            DIR. The exit status reflects only whether the report was written.

              membudget report run --format markdown,svg,html --output out
              membudget report run --format github
            """)

    @Argument(help: "Folders of runs.", completion: .directory)
    var runs: [String]

    @Option(
        help: ArgumentHelp(
            "Formats, joined by commas: \(reportChoice.list) (default: markdown).",
            valueName: "formats"), completion: reportChoice.completion,
        transform: reportChoice.parseList)
    var format: [any FileRenderer] = [MarkdownReport()]

    @Option(
        help: ArgumentHelp("Folder to write to (default: standard output).", valueName: "dir"),
        completion: .directory)
    var output: String?

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("give the folder of a run") }
        guard output == nil else {
            return try checkNames()
        }
        guard runs.count == 1, format.count == 1 else {
            throw ValidationError("several reports can't go to standard output; give --output DIR")
        }
        guard format[0].medium.isPrintable else {
            throw ValidationError("charts are several files; give --output DIR")
        }
    }

    /// Throws if two runs have folders of the same name, because their reports would share one.
    private func checkNames() throws {
        let names = runs.map(name)
        guard let twice = names.first(where: { name in names.count { $0 == name } > 1 }) else {
            return
        }
        throw ValidationError("several runs are called '\(twice)'; report them separately")
    }

    func run() throws {
        let folder = try output.map { path throws(FileError) in try OutputDirectory(path) }
        for run in runs { try report(run, to: folder) }
    }

    private func report(_ path: String, to folder: OutputDirectory?) throws {
        let directory = try RunDirectory(reading: path)
        let source = try ReportSource(reading: directory)
        let files = try Renderers.files(of: source, by: format)
        guard let folder else { return try printOutput(Array(files[0].text.utf8)) }
        let prefix = runs.count > 1 ? name(path) + "/" : ""
        for file in files { try folder.write(file.text, to: prefix + file.name) }
    }

    private func name(_ path: String) -> String {
        FileName.safe(path.split(separator: "/").last.map(String.init) ?? path)
    }
}

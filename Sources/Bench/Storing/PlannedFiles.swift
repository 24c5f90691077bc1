import Datasets
import Files
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

/// Looks at the files that decide over what a run measures: workers, programs, scripts, the input.
struct PlannedFiles {
    /// A larger file is told by its size and times alone, so that a start doesn't take minutes.
    static let digestedBytesMaximum = 4 << 30

    private let system: any BenchSystem
    /// The digests that are known, by the stamp of the file.
    private var digests: [FileStamp: String] = [:]

    /// - Parameters:
    ///   - earlier: The plan of the run that is resumed: what hasn't been touched since isn't read.
    ///   - system: Finds programs, and says when to stop.
    init(knownFrom earlier: PlanRecord?, on system: any BenchSystem) {
        self.system = system
        for file in earlier?.scenarios.flatMap({ $0.files ?? [] }) ?? [] {
            if let digest = file.digest { digests[file.stamp] = digest }
        }
    }

    /// The files of a scenario, whichever shard measures it.
    ///
    /// - Parameters:
    ///   - request: The scenario with its settings.
    ///   - bases: The work of the base in it.
    ///   - input: The user's own file, as it was scanned; nil for generated data.
    mutating func records(
        of request: BenchRequest, bases: [BenchRequest], input: Dataset?
    ) throws -> [PlannedFileRecord] {
        var records: [PlannedFileRecord] = []
        if let input, let stamp = FileStamp(of: input.path) {
            digests[stamp] = input.manifest.contentDigest
            records += try [record(.input, of: .head, named: input.path, at: input.path)]
                .compactMap(\.self)
        }
        let scales = request.selected.map(\.scale).uniqued(by: \.units)
        for file in input == nil ? request.data?.files(for: scales) ?? [] : [] {
            if let digest = file.digest, let stamp = FileStamp(of: file.path) {
                digests[stamp] = digest
            }
            records += try [record(.input, of: .head, named: file.path, at: file.path)]
                .compactMap(\.self)
        }
        for request in [request] + bases {
            for (role, name, path) in request.namedFiles(on: system) {
                records += try [record(role, of: request.build, named: name, at: path)].compactMap(
                    \.self)
            }
        }
        return records
    }

    /// Nil for what is no regular file, or can't be read.
    private mutating func record(
        _ role: PlannedFileRecord.Role, of build: Build, named name: String, at path: String
    ) throws -> PlannedFileRecord? {
        guard let path = realpathText(path), let stamp = FileStamp(of: path) else { return nil }
        if digests[stamp] == nil && stamp.bytes <= Self.digestedBytesMaximum {
            do {
                digests[stamp] = try ContentDigest.of(path) { _ in try system.checkStop() }
            } catch is FileError {
                // A program may be run by who may not read it: its stamp tells it.
            }
        }
        return PlannedFileRecord(
            role: role, build: build, name: name, path: path, digest: digests[stamp], stamp: stamp)
    }
}

extension BenchRequest {
    /// The files that its trials run or are given, each once, whichever shard runs them.
    fileprivate func namedFiles(
        on system: any BenchSystem
    ) -> [(role: PlannedFileRecord.Role, name: String, path: String)] {
        guard scenario.isCommand else {
            guard let path = worker?.worker else { return [] }
            return [(.worker, String(path.split(separator: "/").last ?? ""), path)]
        }
        var programs: Set<String> = []
        var arguments: Set<String> = []
        for cell in selected {
            for words in [commandWords(of: cell), verificationWords(of: cell)] {
                programs.formUnion(words.prefix(1))
                arguments.formUnion(words.dropFirst())
            }
            arguments.formUnion(commandsAround(cell).joined())
        }
        let found = programs.sorted().compactMap { name in
            lookUp(name, on: system).path.map {
                (PlannedFileRecord.Role.program, name, $0)
            }
        }
        return found + arguments.sorted().flatMap(files(in:)).map { (.argument, $0.name, $0.path) }
    }

    private func files(in argument: String) -> [(name: String, path: String)] {
        names(in: argument).map { (name: $0, path: trialPath($0)) }
            .filter { FileKind(of: $0.path) == .regular }
    }

    /// The names that an argument may have of a file: the whole of it, or what follows an equals sign.
    private func names(in argument: String) -> [String] {
        let value = argument.firstIndex(of: "=").map {
            String(argument[argument.index(after: $0)...])
        }
        return [argument, value].compactMap(\.self)
    }

    /// The path of a file's name, as a trial finds it: a relative one begins in its folder.
    func trialPath(_ name: String) -> String {
        guard !name.hasPrefix("/"), let folder = scenario.trialFolder else { return name }
        return "\(folder)/\(name)"
    }

    /// The commands that run around a cell's trials.
    func commandsAround(_ cell: Cell) -> [[String]] {
        [scenario.surroundings.setup, scenario.surroundings.cleanup].map {
            scenario.words($0, of: cell, here: scenario.folder, libexec: libexec)
        }
    }
}

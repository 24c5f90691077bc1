import Datasets
import Files
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

/// The files that determine what a run measures: workers, programs, scripts, and the input.
struct PlannedFiles {
    /// The maximum size of a file to digest. A larger file is identified by its size and times, so
    /// that a start doesn't take minutes.
    static let digestedBytesMaximum = 4 << 30

    private let system: any BenchSystem
    /// The known digests, keyed by the stamp of the file.
    private var digests: [FileStamp: String] = [:]

    /// Creates an instance that knows the digests of an earlier part of the run.
    ///
    /// - Parameters:
    ///   - earlier: The plan of the resumed run; files that haven't changed since are not read
    ///     again.
    ///   - system: The machine, which finds programs and reports signals.
    init(knownFrom earlier: PlanRecord?, on system: any BenchSystem) {
        self.system = system
        for file in earlier?.scenarios.flatMap({ $0.files ?? [] }) ?? [] {
            if let digest = file.digest { digests[file.stamp] = digest }
        }
    }

    /// Returns the files of a scenario, regardless of the shard that measures it.
    ///
    /// - Parameters:
    ///   - request: The scenario with its settings.
    ///   - bases: The base's part in the scenario.
    ///   - input: The user's own file after scanning; `nil` for generated data.
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

    /// Returns the record of a file; `nil` if it is not a regular file or can't be read.
    private mutating func record(
        _ role: PlannedFileRecord.Role, of build: Build, named name: String, at path: String
    ) throws -> PlannedFileRecord? {
        guard let path = realpathText(path), let stamp = FileStamp(of: path) else { return nil }
        if digests[stamp] == nil && stamp.bytes <= Self.digestedBytesMaximum {
            do {
                digests[stamp] = try ContentDigest.of(path) { _ in try system.checkStop() }
            } catch is FileError {
                // A program may be executable without being readable; its stamp still identifies
                // it.
            }
        }
        return PlannedFileRecord(
            role: role, build: build, name: name, path: path, digest: digests[stamp], stamp: stamp)
    }
}

extension BenchRequest {
    /// Returns the files that the trials run or read, without duplicates, regardless of the shard.
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

    /// Returns the possible file names in an argument: all of it, or the part after an equals sign.
    private func names(in argument: String) -> [String] {
        let value = argument.firstIndex(of: "=").map {
            String(argument[argument.index(after: $0)...])
        }
        return [argument, value].compactMap(\.self)
    }

    /// Returns the path of a file as a trial finds it; a relative path starts at the trial's
    /// folder.
    func trialPath(_ name: String) -> String {
        guard !name.hasPrefix("/"), let folder = scenario.trialFolder else { return name }
        return "\(folder)/\(name)"
    }

    /// Returns the commands that run before and after a cell's trials.
    func commandsAround(_ cell: Cell) -> [[String]] {
        [scenario.surroundings.setup, scenario.surroundings.cleanup].map {
            scenario.words($0, of: cell, here: scenario.folder, libexec: libexec)
        }
    }
}

import Files
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

extension BenchRequest {
    /// Returns the program and arguments of a cell's trial, with `{input}` and `{output}` left in
    /// place; empty for a pipeline.
    func commandWords(of cell: Cell) -> [String] {
        scenario.commandWords(of: cell, here: scenario.folder, libexec: libexec)
    }

    /// Looks up a program as its trial does: from the folder and the `PATH` of the scenario.
    func lookUp(_ program: String, on system: any BenchSystem) -> ProgramLookup {
        let folder = scenario.trialFolder
        guard let path = scenario.surroundings.environment["PATH"] else {
            let isRelative = program.contains("/") && !program.hasPrefix("/")
            return system.lookUp(
                isRelative ? folder.map { "\($0)/\(program)" } ?? program : program)
        }
        return ProgramLookup(program, searchPath: path, workingDirectory: folder)
    }

    /// Checks that the folder of the trials exists.
    ///
    /// - Throws: ``BenchError`` 66 if it doesn't.
    func checkTrialFolder() throws(BenchError) {
        guard let folder = scenario.trialFolder, FileKind(of: folder) != .directory else { return }
        throw BenchError(
            .noInput, "'\(scenario.name)': the 'cwd' folder '\(folder)' does not exist")
    }

    /// Removes the strategies whose program is missing on this machine.
    mutating func checkPrograms(on system: any BenchSystem) {
        var reasons: [String: String] = [:]
        var known: [String: String?] = [:]
        for cell in selected where reasons[cell.strategy] == nil {
            guard let program = commandWords(of: cell).first else { continue }
            let objection = known[program] ?? lookUp(program, on: system).objection(to: program)
            known[program] = .some(objection)
            reasons[cell.strategy] = objection
        }
        unavailable += selected.map(\.strategy).uniqued().compactMap { name in
            reasons[name].map { UnavailableStrategy(strategy: name, reason: $0) }
        }
        let missing = Set(reasons.keys)
        leaveOut(missing)
    }

    /// Returns the reason why the first unusable program of the cells can't be run; `nil` if all
    /// can be run.
    func missingProgram(on system: any BenchSystem) -> String? {
        cells.lazy.compactMap { commandWords(of: $0).first }
            .compactMap { lookUp($0, on: system).objection(to: $0) }.first
    }
}

extension ProgramLookup {
    /// Returns the reason why a program can't be run; `nil` if it can.
    func objection(to program: String) -> String? {
        let quoted = Diagnostic.quoted(program)
        switch self {
        case .found: return nil
        case .notFound:
            return program.contains("/")
                ? "there is no program '\(quoted)'" : "there is no program '\(quoted)' in PATH"
        case .notExecutable(let path, let reason):
            return "'\(Diagnostic.quoted(path.description))' can't be executed: \(reason)"
        }
    }
}

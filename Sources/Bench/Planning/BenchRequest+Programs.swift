import Files
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

extension BenchRequest {
    /// The program and arguments of a cell's trial, input and output as they are written; empty for a
    /// pipeline.
    func commandWords(of cell: Cell) -> [String] {
        scenario.commandWords(of: cell, here: scenario.folder, libexec: libexec)
    }

    /// Looks a program up as its trial does: in the folder and the `PATH` of the scenario.
    func lookUp(_ program: String, on system: any BenchSystem) -> ProgramLookup {
        let folder = scenario.trialFolder
        guard let path = scenario.surroundings.environment["PATH"] else {
            let isRelative = program.contains("/") && !program.hasPrefix("/")
            return system.lookUp(
                isRelative ? folder.map { "\($0)/\(program)" } ?? program : program)
        }
        return ProgramLookup(program, searchPath: path, workingDirectory: folder)
    }

    /// Finds out whether the folder of its trials is there.
    ///
    /// - Throws: ``BenchError`` 66 if it isn't.
    func checkTrialFolder() throws(BenchError) {
        guard let folder = scenario.trialFolder, FileKind(of: folder) != .directory else { return }
        throw BenchError(
            .noInput, "'\(scenario.name)': the folder of 'cwd', '\(folder)', is not there")
    }

    /// Takes the strategies out of the run whose program this machine doesn't have.
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

    /// The first program of its cells that can't be run, and why; nil if all can.
    func missingProgram(on system: any BenchSystem) -> String? {
        cells.lazy.compactMap { commandWords(of: $0).first }
            .compactMap { lookUp($0, on: system).objection(to: $0) }.first
    }
}

extension ProgramLookup {
    /// Why a program can't be run; nil if it can.
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

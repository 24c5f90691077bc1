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

    /// Takes the strategies out of the run whose program this machine doesn't have.
    mutating func checkPrograms(on system: any BenchSystem) {
        var reasons: [String: String] = [:]
        var known: [String: String?] = [:]
        for cell in selected where reasons[cell.strategy] == nil {
            guard let program = commandWords(of: cell).first else { continue }
            let objection = known[program] ?? system.lookUp(program).objection(to: program)
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
            .compactMap { system.lookUp($0).objection(to: $0) }.first
    }
}

extension ProgramLookup {
    /// Why a program can't be run; nil if it can.
    fileprivate func objection(to program: String) -> String? {
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

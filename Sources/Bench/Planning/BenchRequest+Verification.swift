import Datasets
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

extension BenchRequest {
    /// Returns the program and arguments that check a cell's result, with `{input}` and `{output}`
    /// left in place; empty if there is no check.
    func verificationWords(of cell: Cell) -> [String] {
        scenario.verificationWords(of: cell, here: scenario.folder, libexec: libexec)
    }

    /// The reader of results to compare, which stops when a signal asks to.
    static var fingerprint: ResultFingerprinter {
        { path in
            let signalBefore = StopSignals.last
            return try ResultReader.fingerprint(of: path) {
                guard StopSignals.last == signalBefore else {
                    throw MachineError(.system, "reading a result was interrupted")
                }
            }
        }
    }

    /// Checks, before the first trial, that the program that checks results exists.
    ///
    /// - Throws: ``BenchError`` 70 if it doesn't.
    func checkVerifier(on system: any BenchSystem) throws(BenchError) {
        let programs = cells.compactMap { verificationWords(of: $0).first }.uniqued()
        for program in programs {
            guard let objection = lookUp(program, on: system).objection(to: program) else {
                continue
            }
            throw BenchError(
                .crashed,
                "'\(scenario.name)': its results can't be checked: \(objection); correct 'verify' in the"
                    + " scenario, or --verify")
        }
    }
}

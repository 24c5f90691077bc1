import Datasets
import Harness
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

extension BenchRequest {
    /// The program and arguments that check a cell's result, input and output as they are written; empty
    /// without any.
    func verificationWords(of cell: Cell) -> [String] {
        scenario.verificationWords(of: cell, here: scenario.folder, libexec: libexec)
    }

    /// Reads the content of results that are compared, until a signal asks to stop.
    static var fingerprint: ResultFingerprinter {
        { path in
            let signalBefore = StopSignals.last
            return try ResultReader.fingerprint(of: path) {
                guard StopSignals.last == signalBefore else {
                    throw MachineError(.system, "the reading of a result was told to stop")
                }
            }
        }
    }

    /// Finds out whether the program that checks results is there, before anything is measured for it.
    ///
    /// - Throws: ``BenchError`` 70.
    func checkVerifier(on system: any BenchSystem) throws(BenchError) {
        let programs = cells.compactMap { verificationWords(of: $0).first }.uniqued()
        for program in programs {
            guard let objection = lookUp(program, on: system).objection(to: program) else {
                continue
            }
            throw BenchError(
                .crashed,
                "'\(scenario.name)': its results can't be checked: \(objection); correct 'verify' in the"
                    + " scenario")
        }
    }
}

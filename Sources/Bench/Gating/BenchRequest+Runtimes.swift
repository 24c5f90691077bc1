import Files
import Harness
import MemoryBudget
import Processes
import ScenarioFiles

extension BenchRequest {
    /// The maximum time that a program may take to print its version.
    private static let versionTimeout = Duration.seconds(30)

    /// Returns the runtimes that identify a command's baselines; `nil` for a pipeline.
    ///
    /// These are the output of the scenario's `baseline-class` command, or otherwise the
    /// interpreters of all candidates with their versions, sorted.
    ///
    /// A program of the user's own has no runtime: a gate judges changes to its build.
    ///
    /// - Throws: ``BenchError`` 70 if the `baseline-class` command prints no usable class, 69 if it
    ///   can't be run.
    func runtimes(on system: any BenchSystem) throws -> [String]? {
        guard scenario.isCommand else { return nil }
        switch scenario.baselineClass {
        case .name(let name)?: return [name]
        case .command(let words)?: return [try printedClass(by: words, on: system)]
        case nil:
            let programs = scenario.cells(Cell.Selection(includesAll: true))
                .filter { $0.role == .candidate }
                .compactMap { Interpreter.program(in: commandWords(of: $0)) }.uniqued()
            return Set(try programs.compactMap { try runtime(of: $0, on: system) }).sorted()
        }
    }

    /// Returns the last line that the scenario's `baseline-class` command prints.
    private func printedClass(
        by template: [String], on system: any BenchSystem
    ) throws -> String {
        let values = ["here": scenario.folder, "libexec": libexec]
        let words = template.map { CommandTemplate.expand($0, values: values) }
        func failure(_ reason: String, as status: ExitStatus = .crashed) -> BenchError {
            BenchError(
                status,
                "'\(scenario.name)': can't determine the class of its baselines:"
                    + " '\(shellWords(words))' \(reason); correct 'baseline-class' in the scenario")
        }
        if let objection = lookUp(words[0], on: system).objection(to: words[0]) {
            throw failure("can't be run: \(objection)", as: .unavailable)
        }
        let end = try system.run(helper(words, on: system), timeout: Self.versionTimeout)
        if let objection = end.objection(timeout: Self.versionTimeout) { throw failure(objection) }
        let lines = end.output.split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            throw failure("printed nothing")
        }
        guard let name = BaselineClass.normalized(line) else {
            throw failure("printed a last line that is not \(BaselineClass.rule)")
        }
        return name
    }

    /// Returns the name and version of an interpreter, or of a script's interpreter; `nil` for any
    /// other program, and for a missing one.
    private func runtime(of program: String, on system: any BenchSystem) throws -> String? {
        guard let path = lookUp(program, on: system).path else { return nil }
        guard let interpreter = Interpreter(of: program) else {
            let script = Interpreter.words(ofScript: path)
            guard let next = Interpreter.program(in: script), Interpreter(of: next) != nil else {
                return nil
            }
            return try runtime(of: next, on: system)
        }
        let end = try system.run(
            helper([program, "--version"], on: system), timeout: Self.versionTimeout)
        let version = Interpreter.version(in: end.output) ?? Interpreter.version(in: end.errorText)
        return "\(interpreter.name)-\(version ?? "unknown")"
    }

    /// Returns a command that runs a program with the environment and folder of a trial.
    private func helper(_ words: [String], on system: any BenchSystem) -> HelperCommand {
        HelperCommand(
            words,
            environment: system.variables.merging(scenario.surroundings.environment) { $1 },
            workingDirectory: scenario.trialFolder)
    }
}

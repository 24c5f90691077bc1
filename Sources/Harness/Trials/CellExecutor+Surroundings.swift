import Files
import MemoryBudget
import Processes

// The folder and environment of a trial, and the commands around it.
extension CellExecutor {
    /// Returns the path of the result in a trial's folder.
    static func output(in folder: String) -> String { "\(folder)/output" }

    /// The folder that trials start in; `nil` for the current one.
    var trialFolder: String? { scenario.surroundings.trialFolder(here: settings.here) }

    /// Returns our environment, without variables that would mislead a worker, and with those of
    /// the scenario.
    func environment(_ input: PreparedInput?) -> [String: String] {
        (input?.environment ?? currentEnvironment())
            .merging(scenario.surroundings.environment) { $1 }
    }

    /// Returns the input's path for a command, which may start in another folder.
    func path(of input: PreparedInput?) -> String? {
        input.map {
            trialFolder != nil && FileKind(of: $0.path) != nil ? absolutePath($0.path) : $0.path
        }
    }

    /// Returns the commands that run before and after a cell's trial.
    func around(_ cell: Cell, folder: String) -> AroundTrial {
        let input = inputs[cell.scale.units]
        func words(_ template: [String]) -> [String] {
            scenario.words(
                template, of: cell, input: path(of: input), previous: input?.previous,
                output: Self.output(in: folder), here: settings.here, libexec: settings.libexec)
        }
        return AroundTrial(
            setup: words(scenario.surroundings.setup),
            cleanup: words(scenario.surroundings.cleanup), environment: environment(input),
            folder: trialFolder, timeout: settings.limits.helperTimeout)
    }
}

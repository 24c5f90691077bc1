internal import MemoryBudget

extension RunRecord {
    /// The command that goes on with the run in a directory, ready to be typed.
    package func resumingCommand(path: String) -> String {
        let words = [commandLine.first ?? "membudget", commandLine.dropFirst().first ?? "bench"]
        return shellWords(words + ["--resume", "--run-dir", path])
    }
}

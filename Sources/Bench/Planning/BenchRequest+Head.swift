import Files
import Foundation
import MemoryBudget
import Processes
import ScenarioFiles

// Files that the base would take from the head, or lacks although its own scenario runs them.
extension BenchRequest {
    /// Returns a file in the head's tree that the base's commands also run, which would compare a
    /// build with itself; `nil` if there is none.
    func fileOfHead(
        _ head: BenchRequest, besides checkout: BaseCheckout, on system: any BenchSystem
    ) -> String? {
        guard scenario.isCommand, let tree = SourceTree(holding: head.scenario.folder) else {
            return nil
        }
        let base = SourceTree(root: realpathText(checkout.root) ?? checkout.root)
        // The base's checkout may be inside the head's.
        func isOfHead(_ path: String) -> Bool { tree.holds(path) && !base.holds(path) }
        func namesHead(_ text: String) -> Bool {
            text.replacing("\(base.root)/", with: "").contains("\(tree.root)/")
        }
        let run = selected.lazy.compactMap { cell -> String? in
            let words = self.commandWords(of: cell)
            let files = self.runFiles(in: words, on: system)
            // After a program of the base's own, arguments are data.
            if let file = files.first(where: isOfHead), !base.holds(files[0]) { return file }
            // The text of a shell command may also name files.
            return words.first { $0.contains(where: \.isWhitespace) && namesHead($0) }
        }
        return run.first
            ?? scenario.surroundings.environment.values.sorted().first(where: namesHead)
    }

    /// Returns the files that a command may run, with links resolved: its program, wherever it is
    /// found, and the first argument that is a file.
    private func runFiles(in words: [String], on system: any BenchSystem) -> [String] {
        func file(_ word: String) -> String? {
            let path = trialPath(word)
            return FileKind(of: path) == .regular ? realpathText(path) : nil
        }
        let program = lookUp(words[0], on: system).path.flatMap(file)
        let argument = words.dropFirst().lazy.compactMap(file).first
        return [program, argument].compactMap(\.self)
    }

    /// Returns the reason why the base lacks something that its own scenario's strategy runs,
    /// because it was not built; `nil` if it has everything.
    ///
    /// A strategy that the base's scenario doesn't have is new, and not missing.
    func unbuilt(in other: BaseBuild) -> BaseAbsence? {
        guard scenario.isCommand, other.checkout != nil,
            let base = try? placed(in: other),
            let text = try? String(contentsOfFile: base.scenario.path, encoding: .utf8),
            let theirs = try? ScenarioParser().parse(text, path: base.scenario.path)
        else { return nil }
        let names = Set(theirs.strategies.map(\.name))
        return selected.lazy.filter { names.contains($0.strategy) }
            .compactMap { base.absence(of: $0, besides: self, in: other) }.first
    }
}

import Files
import Foundation
import MemoryBudget
import Processes
import ScenarioFiles

// What a base would take from the head, or lacks although its own scenario runs it.
extension BenchRequest {
    /// A file in the head's tree that the base's commands run as well, so that a build would be compared with
    /// itself; nil if there is none.
    func fileOfHead(
        _ head: BenchRequest, besides checkout: BaseCheckout, on system: any BenchSystem
    ) -> String? {
        guard scenario.isCommand, let tree = SourceTree(holding: head.scenario.folder) else {
            return nil
        }
        let base = SourceTree(root: realpathText(checkout.root) ?? checkout.root)
        // The base's checkout may lie in the head's.
        func isOfHead(_ path: String) -> Bool { tree.holds(path) && !base.holds(path) }
        func namesHead(_ text: String) -> Bool {
            text.replacing("\(base.root)/", with: "").contains("\(tree.root)/")
        }
        let run = selected.lazy.compactMap { cell -> String? in
            let words = self.commandWords(of: cell)
            let files = self.runFiles(in: words, on: system)
            // Behind a program of the base's own are its data.
            if let file = files.first(where: isOfHead), !base.holds(files[0]) { return file }
            // The text of a shell may name files, too.
            return words.first { $0.contains(where: \.isWhitespace) && namesHead($0) }
        }
        return run.first
            ?? scenario.surroundings.environment.values.sorted().first(where: namesHead)
    }

    /// The files that a command may run, without links: its program, wherever it is found, and the first
    /// argument that is a file.
    private func runFiles(in words: [String], on system: any BenchSystem) -> [String] {
        func file(_ word: String) -> String? {
            let path = trialPath(word)
            return FileKind(of: path) == .regular ? realpathText(path) : nil
        }
        let program = lookUp(words[0], on: system).path.flatMap(file)
        let argument = words.dropFirst().lazy.compactMap(file).first
        return [program, argument].compactMap(\.self)
    }

    /// Why the base lacks what a strategy of its own scenario runs: it was not built. Nil if it has everything;
    /// a strategy that its scenario doesn't have is new.
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

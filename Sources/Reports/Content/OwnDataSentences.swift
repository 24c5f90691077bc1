import MemoryBudget
import RunStore

extension OwnData {
    /// The data in a few words, for the conditions above a table.
    var words: String {
        switch self {
        case .file(let path, _): "file \(path)"
        case .files(let pattern): "files \(pattern)"
        case .command(let words): "data of \(shellWords(words))"
        }
    }
}

extension FailedEdgeRecord {
    /// The end of the run: `crashed: SIGSEGV`; only the detail if its result could not be checked.
    var sentence: String {
        (isCheckFailure == true ? "" : "\(outcome.sentence): ") + detail + words
    }

    /// The words that the command printed, after the reason; empty if there are none.
    var words: String {
        let line = stderrTail.flatMap(ErrorText.line).map { TextWrap.cut($0, width: 160) }
        let file = stderrFile.map { " (all of it: \($0) in the run)" } ?? ""
        return line.map { "; stderr: \($0)\(file)" } ?? ""
    }
}

extension ScenarioRecord {
    /// The remarks on the user's own data and on floors that could not be measured.
    var dataRemarks: [String] {
        let repeats = repeatedRecords.map {
            "scales above \(grouped($0)) repeat the file's records, so a program that remembers records"
                + " may need less memory than with as many distinct ones"
        }
        return [repeats].compactMap(\.self) + floorRemarks
    }

    /// The reasons for missing floors, each once.
    private var floorRemarks: [String] {
        let cells = cells.uniqued(by: \.variant).filter { $0.floorProblem != nil }
        return cells.compactMap(\.floorProblem).uniqued().map { problem in
            let names = cells.filter { $0.floorProblem == problem }.map(\.variant)
            return
                "floor of \(names.joined(separator: ", ")) (its peak on an empty input) not measured:"
                + " \(problem)"
        }
    }
}

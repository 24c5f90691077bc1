import MemoryBudget
import RunStore

extension OwnData {
    /// The data in a few words, as the conditions of a table name it.
    var words: String {
        switch self {
        case .file(let path, _): "file \(path)"
        case .files(let pattern): "files \(pattern)"
        case .command(let words): "data of \(shellWords(words))"
        }
    }
}

extension FailedEdgeRecord {
    /// The words of its command, behind the reason; empty if it said nothing.
    var words: String {
        let line = stderrTail.flatMap(ErrorText.line).map { TextWrap.cut($0, width: 160) }
        let file = stderrFile.map { " (all of it: \($0) of the run)" } ?? ""
        return line.map { "; stderr: \($0)\(file)" } ?? ""
    }
}

extension ScenarioRecord {
    /// The remarks on the user's own data and on floors that could not be measured.
    var dataRemarks: [String] {
        let repeats = repeatedRecords.map {
            "scales above \(grouped($0)) repeat the records of the file, so a program that remembers what"
                + " it has seen may need less than with as many different ones"
        }
        return [repeats].compactMap(\.self) + floorRemarks
    }

    /// Why floors are missing, each reason once.
    private var floorRemarks: [String] {
        let cells = cells.uniqued(by: \.variant).filter { $0.floorProblem != nil }
        return cells.compactMap(\.floorProblem).uniqued().map { problem in
            let names = cells.filter { $0.floorProblem == problem }.map(\.variant)
            return
                "floor of \(names.joined(separator: ", ")) not measured, on an empty input: \(problem)"
        }
    }
}

import MemoryBudget

/// A position in a file; both numbers start at 1, and columns are Unicode scalars, as in libYAML.
struct Position: Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// The text of a scenario file, split into lines for diagnostics to quote.
struct SourceText {
    let file: String
    private(set) var lines: [[Unicode.Scalar]]

    /// Creates the text, with the line breaks of YAML; a byte order mark at the start is dropped.
    init(file: String, text: String) {
        self.file = file
        lines = [[]]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            if previous == nil, scalar == "\u{FEFF}" { continue }
            if scalar == "\n", previous == "\r" { continue }
            if Self.lineEnds.contains(scalar) {
                lines.append([])
            } else {
                lines[lines.count - 1].append(scalar)
            }
        }
    }

    private static let lineEnds: Set<Unicode.Scalar> = [
        "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
    ]

    /// The whole text, with line breaks replaced by `\n`, so that positions stay the same.
    var text: String {
        var view = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            if index > 0 { view.append("\n") }
            view.append(contentsOf: line)
        }
        return String(view)
    }

    /// The scalar at a position; `nil` outside the text.
    subscript(position: Position) -> Unicode.Scalar? {
        get {
            contains(position) ? lines[position.line - 1][position.column - 1] : nil
        }
        set {
            guard let newValue, contains(position) else { return }
            lines[position.line - 1][position.column - 1] = newValue
        }
    }

    private func contains(_ position: Position) -> Bool {
        (1...lines.count).contains(position.line) && position.column >= 1
            && position.column <= lines[position.line - 1].count
    }

    /// Returns a diagnostic about a position, which quotes its line.
    func diagnostic(_ message: String, at position: Position, proposal: String? = nil) -> Diagnostic
    {
        let line = (1...lines.count).contains(position.line) ? lines[position.line - 1] : []
        let before = Self.string(line.prefix(max(0, position.column - 1)))
        return Diagnostic(
            file: file, line: position.line, column: before.count + 1, message: message,
            proposal: proposal, source: Self.string(line[...]))
    }

    /// Returns the text with hidden characters replaced, because they could control a terminal or
    /// reverse the line. The number of characters stays the same, so that columns do too.
    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        var sight = ScalarSight()
        for scalar in scalars {
            view.append(sight.hides(scalar) && scalar != "\t" ? "\u{FFFD}" : scalar)
        }
        return String(view)
    }
}

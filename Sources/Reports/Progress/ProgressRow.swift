/// Pieces of a line, of which the less important ones are left out where room is short.
struct ProgressRow {
    /// A piece of a line.
    struct Piece {
        var text: String
        var tone = Table.Tone.plain
        /// The columns that it takes at least, so that what follows stays where it is.
        var width = 0
        /// The lower, the sooner it is shown; 0 always is.
        var rank: Int
        var isRightAligned = false

        /// The columns that it takes.
        var columns: Int { max(width, TextWidth.columns(text)) }
    }

    /// The pieces from left to right; of one rank, the first that fits is shown.
    var pieces: [Piece]
    var gap: Int

    /// The places of the pieces that fit into `width` columns.
    func fitting(_ width: Int) -> [Int] {
        var shown: Set<Int> = []
        var used = -gap
        var taken: Set<Int> = []
        for index in pieces.indices.sorted(by: { (pieces[$0].rank, $0) < (pieces[$1].rank, $1) }) {
            let piece = pieces[index]
            guard !piece.text.isEmpty || piece.width > 0 else { continue }
            guard piece.rank == 0 || !taken.contains(piece.rank) else { continue }
            guard piece.rank == 0 || used + gap + piece.columns <= width else { continue }
            used += gap + piece.columns
            taken.insert(piece.rank)
            shown.insert(index)
        }
        return shown.sorted()
    }

    /// The columns of some of the pieces.
    func columns(of shown: [Int]) -> Int {
        shown.reduce(-gap) { $0 + gap + pieces[$1].columns }
    }

    /// The line of some of the pieces, without blanks at its end.
    func text(_ shown: [Int], style: Style) -> String {
        var line = ""
        for (number, index) in shown.enumerated() {
            let piece = pieces[index]
            let blanks = String(
                repeating: " ", count: piece.columns - TextWidth.columns(piece.text))
            let painted = style.paint(piece.text, piece.tone)
            let isLast = number == shown.count - 1
            line += piece.isRightAligned ? blanks + painted : painted + (isLast ? "" : blanks)
            if !isLast { line += String(repeating: " ", count: gap) }
        }
        return line
    }
}

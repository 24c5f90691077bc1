/// The pieces of a line; less important ones are left out if the line is too long.
struct ProgressRow {
    /// A piece of a line.
    struct Piece {
        var text: String
        var tone = Table.Tone.plain
        /// The minimum width, in columns, which keeps the following pieces in place.
        var width = 0
        /// The priority, lowest first; 0 is always shown.
        var rank: Int
        var isRightAligned = false

        /// The width in columns.
        var columns: Int { max(width, TextWidth.columns(text)) }
    }

    /// The pieces from left to right; of several with the same rank, the first that fits is shown.
    var pieces: [Piece]
    var gap: Int

    /// Returns the indices of the pieces that fit into `width` columns.
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

    /// Returns the width of some of the pieces, in columns.
    func columns(of shown: [Int]) -> Int {
        shown.reduce(-gap) { $0 + gap + pieces[$1].columns }
    }

    /// Returns the line of some of the pieces, without trailing blanks.
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

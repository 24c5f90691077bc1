/// The bytes of an archive that its entries have, so that no two have the same.
///
/// Entries mostly follow each other, and are then one piece, whatever their number.
struct ClaimedBytes {
    /// The most pieces, which take 1 MiB.
    static let pieceCountMax = 65_536
    /// Between two pieces there is room for an entry: its header has 30 bytes, its name one.
    private static let gapByteCountMin = 31

    /// In order, and apart.
    private var pieces: [Range<Int>] = []
    private let pieceCountMax: Int

    /// Nothing is claimed yet; the default limit is the greatest.
    init(pieceCountMax: Int = pieceCountMax) {
        self.pieceCountMax = pieceCountMax
    }

    /// The ways in which a claim can end.
    enum Answer {
        case granted
        /// Some of the bytes have been claimed before.
        case overlapping
        /// There are too many pieces to remember another.
        case tooScattered
    }

    /// Claims the bytes of an entry.
    mutating func claim(_ range: Range<Int>) -> Answer {
        let next = place(of: range.lowerBound)
        if next < pieces.count, pieces[next].lowerBound < range.upperBound { return .overlapping }
        if next > 0, pieces[next - 1].upperBound > range.lowerBound { return .overlapping }
        let touchesBefore =
            next > 0 && range.lowerBound - pieces[next - 1].upperBound < Self.gapByteCountMin
        let touchesAfter =
            next < pieces.count
            && pieces[next].lowerBound - range.upperBound < Self.gapByteCountMin
        switch (touchesBefore, touchesAfter) {
        case (true, true):
            pieces[next - 1] = pieces[next - 1].lowerBound..<pieces[next].upperBound
            pieces.remove(at: next)
        case (true, false): pieces[next - 1] = pieces[next - 1].lowerBound..<range.upperBound
        case (false, true): pieces[next] = range.lowerBound..<pieces[next].upperBound
        case (false, false):
            guard pieces.count < pieceCountMax else { return .tooScattered }
            pieces.insert(range, at: next)
        }
        return .granted
    }

    /// The index of the first piece that begins at an offset or behind it.
    private func place(of offset: Int) -> Int {
        guard let last = pieces.last, last.lowerBound >= offset else { return pieces.count }
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

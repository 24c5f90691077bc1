/// The bytes of an archive that its entries occupy, to detect entries that overlap.
///
/// Entries mostly follow each other, and then form one piece, whatever their number.
struct ClaimedBytes {
    /// The maximum number of pieces, which take 1 MiB.
    static let pieceCountMax = 65_536
    /// The minimum gap between two pieces, which an entry fits in: 30 bytes of header, one of name.
    private static let gapByteCountMin = 31

    /// The pieces, sorted and separate.
    private var pieces: [Range<Int>] = []
    private let pieceCountMax: Int

    /// Creates an empty set; the default limit is the maximum.
    init(pieceCountMax: Int = pieceCountMax) {
        self.pieceCountMax = pieceCountMax
    }

    /// The outcome of a claim.
    enum Answer {
        case granted
        /// Some of the bytes were claimed before.
        case overlapping
        /// There are too many pieces to store another.
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

    /// Returns the index of the first piece that begins at or after an offset.
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

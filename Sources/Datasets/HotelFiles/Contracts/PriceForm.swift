/// The form of the daily tuples of one cost record: everything but the price.
struct PriceForm {
    /// Whether the prices are negative.
    let isNegative: Bool
    /// Whether no day has a price.
    let isUnpriced: Bool
    /// The tuple of a day without a price.
    let unpriced: Word
    private let head: (Word, Word)
    private let tail: Word
    private let isLoose: Bool

    /// Draws a form.
    init(isExternal: Bool, board: Word, quirks: FileQuirks, random: inout RowRandom) {
        let rest = quirks.contains(.extraValues) ? ",X," : ""
        isLoose = quirks.contains(.looseNumbers)
        isNegative = isLoose && random.next(below: 2) == 0
        isUnpriced = random.next(below: 256) == 0
        tail = Word("\(rest))")
        if isExternal {
            head = (Word("(0.000,0.000,"), Word(""))
            unpriced = Word("(,,\(rest))")
        } else {
            let perPax = random.next(below: 4) == 0 ? "Y" : "N"
            // One in four leaves out net and public prices.
            let isSparse = random.next(below: 4) == 0
            head = (Word("(\(perPax),\(isSparse ? "," : "0.000,0.000")"), Word(",0,\(board.text),"))
            unpriced = Word("(,,,,,\(rest))")
        }
    }

    /// Appends the tuple of a day; `price` must not be negative.
    @inline(__always)
    func append(_ price: Int, to output: inout FileText) {
        output.append(head.0)
        output.append(head.1)
        if isNegative { output.append(UInt8(ascii: "-")) }
        output.append(thousandths: price, isLoose: isLoose)
        output.append(tail)
    }
}

/// Looks for the edge between positions where one thing is seen and larger ones where another is: the
/// largest scale that fits a budget, or the smallest budget that is enough.
///
/// A value: it says where to look next, and is told what was seen there. From the first rung it climbs
/// or descends, by rungs as long as there are any and then by doubling, until both sides were seen;
/// then it bisects (by the geometric mean) until they are no further apart than the resolution. Both
/// ends must then be seen again: where two looks disagree a third decides, and an end that turns out
/// to lie on the other side is moved and the search goes on. Where nothing lies below, the larger rungs
/// are looked at too. Where the sides alternate, it finds one of the edges, and says by an ``inversion``
/// that there are others, which is seen twice like an edge.
package struct EdgeSearch: Hashable, Sendable {
    /// On which side of the edge a position lies.
    package enum Side: Hashable, Sendable {
        case below, above
    }

    /// How often a position was seen on either side.
    private struct Looks: Hashable {
        var below = 0
        var above = 0

        /// By majority; nil if there is none.
        var side: Side? {
            below == above ? nil : below > above ? .below : .above
        }

        var isSettled: Bool { max(below, above) >= 2 }
    }

    /// More looks than any search needs that makes progress.
    private static let lookCountMax = 200

    private let rungs: [Int]
    private let resolution: Double
    private var range: ClosedRange<Int>
    private var looks: [Int: Looks] = [:]
    /// How many positions were looked at, each time counted.
    package private(set) var lookCount = 0

    /// Starts a search.
    ///
    /// - Parameters:
    ///   - range: Where the edge may be; from 1 on.
    ///   - rungs: Where to look first, in this order of size; at least one within the range.
    ///   - resolution: How far apart the ends may be, as a share of the lower; more than 0.
    package init(in range: ClosedRange<Int>, rungs: [Int], resolution: Double) {
        let rungs = rungs.filter(range.contains).sorted()
        precondition(range.lowerBound >= 1 && resolution > 0 && !rungs.isEmpty)
        self.range = range
        self.rungs = rungs
        self.resolution = resolution
    }

    /// The smallest position seen above the edge; nil if none was.
    package var above: Int? {
        looks.filter { $0.value.side == .above }.keys.min()
    }

    /// The largest position seen below the edge, and below every one seen above it; nil if none was.
    package var below: Int? {
        let above = above ?? .max
        return looks.filter { $0.value.side == .below && $0.key < above }.keys.max()
    }

    /// Two positions seen on the wrong sides of each other.
    package struct Inversion: Hashable, Sendable {
        /// The smallest that was seen above the edge.
        package let above: Int
        /// The largest that was seen below it, which is larger.
        package let below: Int
    }

    /// What shows that one edge doesn't divide the positions; nil if nothing does.
    package var inversion: Inversion? {
        guard let above, let below = looks.filter({ $0.value.side == .below }).keys.max(),
            above < below
        else { return nil }
        return Inversion(above: above, below: below)
    }

    /// Whether both ends were seen, and are as near to each other as was asked for.
    package var isResolved: Bool {
        guard let below, let above else { return false }
        return middle(below, above) == nil
    }

    /// Where to look next; nil if there is nothing more to be learnt.
    package var next: Int? {
        guard lookCount < Self.lookCountMax else { return nil }
        if let tied = looks.filter({ $0.value.side == nil }).keys.min() { return tied }
        switch (below, above) {
        case (nil, nil): return rungs[0]
        case (let below?, nil): return higher(than: below) ?? unsettled(below)
        case (nil, let above?):
            return lower(than: above) ?? unsettled(above) ?? unseenRung ?? unsettledInversion
        case (let below?, let above?):
            return middle(below, above) ?? unsettled(above) ?? unsettled(below)
                ?? unsettledInversion
        }
    }

    /// The largest rung that was not looked at; nil once something is known to alternate.
    private var unseenRung: Int? {
        inversion == nil ? rungs.last { looks[$0] == nil && range.contains($0) } : nil
    }

    private var unsettledInversion: Int? {
        inversion.flatMap { unsettled($0.above) ?? unsettled($0.below) }
    }

    /// Takes note of what was seen at a position.
    package mutating func note(_ side: Side, at position: Int) {
        lookCount += 1
        switch side {
        case .below: looks[position, default: Looks()].below += 1
        case .above: looks[position, default: Looks()].above += 1
        }
    }

    /// Nothing from this position on can be looked at.
    package mutating func close(from position: Int) {
        guard position > range.lowerBound else { return }
        range = range.lowerBound...min(range.upperBound, position - 1)
    }

    /// About how many more looks it takes.
    package var remainingCount: Int {
        var ratio = 2.0
        if let below, let above { ratio = Double(above) / Double(below) }
        var count = below == nil || above == nil ? 1 : 0
        while ratio > 1 + resolution {
            ratio = ratio.squareRoot()
            count += 1
        }
        return count + [below, above].count { $0.flatMap(unsettled) != nil || $0 == nil }
    }

    private func higher(than position: Int) -> Int? {
        let next = rungs.first { $0 > position } ?? 2 * position
        return position < range.upperBound ? min(next, range.upperBound) : nil
    }

    private func lower(than position: Int) -> Int? {
        let next = rungs.last { $0 < position } ?? position / 2
        return position > range.lowerBound ? max(next, range.lowerBound) : nil
    }

    /// Between the ends; nil if they are near enough.
    private func middle(_ below: Int, _ above: Int) -> Int? {
        guard above - below > 1, Double(above - below) > resolution * Double(below) else {
            return nil
        }
        let mean = Int((Double(below) * Double(above)).squareRoot().rounded())
        return min(max(mean, below + 1), above - 1)
    }

    private func unsettled(_ position: Int) -> Int? {
        looks[position]?.isSettled == true ? nil : position
    }
}

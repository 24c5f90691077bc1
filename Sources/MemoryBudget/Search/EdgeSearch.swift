/// A search for the edge between two regions of positions, such as the largest scale within a
/// budget, or the smallest sufficient budget.
///
/// ```swift
/// var search = EdgeSearch(in: 1...1_000_000, rungs: [1_000, 10_000], resolution: 0.1)
/// while let position = search.next {
///     search.note(position <= 4_200 ? .below : .above, at: position)
/// }
/// print(search.below ?? 0, search.above ?? 0)
/// ```
///
/// The search is a value: it names the next position to look at, and the caller reports the result.
/// From the first rung it moves up or down, first by rungs and then by doubling, until both sides
/// were seen. Then it bisects by the geometric mean until the ends are within the resolution. Both
/// ends must then be confirmed by a second look. If two looks disagree, a third decides, and an end
/// that turns out to lie on the other side is moved. If nothing is below the edge, the larger rungs
/// are looked at too. If the sides alternate, the search finds one of the edges and reports an
/// ``inversion``, which is confirmed like an edge.
package struct EdgeSearch: Hashable, Sendable {
    /// The side of the edge on which a position lies.
    package enum Side: Hashable, Sendable {
        case below, above
    }

    /// The number of times a position was seen on each side.
    private struct Looks: Hashable {
        var below = 0
        var above = 0

        /// The side by majority; `nil` if there is none.
        var side: Side? {
            below == above ? nil : below > above ? .below : .above
        }

        var isSettled: Bool { max(below, above) >= 2 }
    }

    /// An upper limit of looks that a normal search never reaches.
    private static let lookCountMax = 200

    private let rungs: [Int]
    private let resolution: Double
    private var range: ClosedRange<Int>
    private var looks: [Int: Looks] = [:]
    /// The number of looks so far.
    package private(set) var lookCount = 0

    /// Starts a search.
    ///
    /// - Parameters:
    ///   - range: The possible positions of the edge; at least 1.
    ///   - rungs: The positions to look at first, in ascending order; at least one within the
    ///     range.
    ///   - resolution: The maximum distance of the ends, as a share of the lower one; more than 0.
    package init(in range: ClosedRange<Int>, rungs: [Int], resolution: Double) {
        let rungs = rungs.filter(range.contains).sorted()
        precondition(range.lowerBound >= 1 && resolution > 0 && !rungs.isEmpty)
        self.range = range
        self.rungs = rungs
        self.resolution = resolution
    }

    /// The smallest position seen above the edge; `nil` if there is none.
    package var above: Int? {
        looks.filter { $0.value.side == .above }.keys.min()
    }

    /// The largest position seen below the edge that is smaller than all seen above it; `nil` if
    /// there is none.
    package var below: Int? {
        let above = above ?? .max
        return looks.filter { $0.value.side == .below && $0.key < above }.keys.max()
    }

    /// A pair of positions that contradicts a single edge.
    package struct Inversion: Hashable, Sendable {
        /// The smallest position seen above the edge.
        package let above: Int
        /// The largest position seen below the edge, which is larger than `above`.
        package let below: Int
    }

    /// The evidence that the positions have more than one edge; `nil` if there is none.
    package var inversion: Inversion? {
        guard let above, let below = looks.filter({ $0.value.side == .below }).keys.max(),
            above < below
        else { return nil }
        return Inversion(above: above, below: below)
    }

    /// Whether both ends were seen and are within the resolution.
    package var isResolved: Bool {
        guard let below, let above else { return false }
        return middle(below, above) == nil
    }

    /// The next position to look at; `nil` if the search is finished.
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

    /// The largest rung that was not looked at; `nil` once the sides are known to alternate.
    private var unseenRung: Int? {
        inversion == nil ? rungs.last { looks[$0] == nil && range.contains($0) } : nil
    }

    private var unsettledInversion: Int? {
        inversion.flatMap { unsettled($0.above) ?? unsettled($0.below) }
    }

    /// Records the side on which a position was seen.
    package mutating func note(_ side: Side, at position: Int) {
        lookCount += 1
        switch side {
        case .below: looks[position, default: Looks()].below += 1
        case .above: looks[position, default: Looks()].above += 1
        }
    }

    /// Excludes this and all larger positions from the search.
    package mutating func close(from position: Int) {
        guard position > range.lowerBound else { return }
        range = range.lowerBound...min(range.upperBound, position - 1)
    }

    /// The approximate number of remaining looks.
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

    /// Returns the position halfway between the ends; `nil` if they are within the resolution.
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

import Datasets
import MemoryBudget

/// The scales that a search for the largest one may try, by positions from 1 on: every number of units, or
/// the sizes of files that are there.
struct SearchedScales {
    /// The sizes of files, ascending; nil where every number of units is a scale.
    private let sizes: [Int]?
    private let maximum: Int
    private let rungs: [Int]
    /// Why nothing larger is tried if all of them fit.
    let ceiling: SearchStop

    /// The scales of a scenario and what lies between and beyond them; only its own where each is a file.
    ///
    /// - Parameter maximum: The largest number of units; of files at least the smallest is tried.
    init(of request: BenchRequest, upTo maximum: Int) {
        let own = Set(request.scenario.scales.map(\.units).filter { $0 > 0 }).sorted()
        if case .files? = request.data, let smallest = own.first {
            let sizes = own.filter { $0 <= max(maximum, smallest) }
            self.sizes = sizes
            self.maximum = sizes.count
            rungs = Array(1...sizes.count)
            ceiling = sizes.count < own.count ? .largestScale : .largestFile
            return
        }
        var ceiling = SearchStop.largestScale
        var limit = maximum
        if let file = request.ownFile, file.recordCount <= maximum {
            limit = file.recordCount
            ceiling = .endOfFile(
                path: file.path, count: file.recordCount, unit: file.format.unit)
        }
        sizes = nil
        self.maximum = limit
        self.ceiling = ceiling
        let scales = own.filter { $0 <= limit }
        rungs = scales.isEmpty ? [limit] : scales
    }

    /// The number of units at a position.
    func units(at position: Int) -> Int { sizes?[position - 1] ?? position }

    /// A search that has not begun.
    ///
    /// - Parameter resolution: The distance of both ends at which it stops, as a share. Between the sizes of
    ///   files it stops at neighbours.
    func search(resolution: Double) -> EdgeSearch {
        EdgeSearch(
            in: 1...maximum, rungs: rungs,
            resolution: sizes.map { 1 / Double($0.count) } ?? resolution)
    }
}

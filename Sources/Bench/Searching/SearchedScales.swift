import Datasets
import MemoryBudget

/// The scales that a search may try, each at a position from 1: every number of units, or the sizes
/// of existing files.
struct SearchedScales {
    /// The sizes of files, ascending; `nil` if every number of units is a scale.
    private let sizes: [Int]?
    private let maximum: Int
    private let rungs: [Int]
    /// The reason why nothing larger is tried if all scales fit.
    let ceiling: SearchStop

    /// Creates the scales between and beyond those of a scenario; only its own if each is a file.
    ///
    /// - Parameter maximum: The largest number of units; at least the smallest file is tried.
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

    /// Returns the number of units at a position.
    func units(at position: Int) -> Int { sizes?[position - 1] ?? position }

    /// Returns a search that has not begun.
    ///
    /// - Parameter resolution: The relative distance between the bounds at which the search stops.
    ///   Among files it stops at neighbors.
    func search(resolution: Double) -> EdgeSearch {
        EdgeSearch(
            in: 1...maximum, rungs: rungs,
            resolution: sizes.map { 1 / Double($0.count) } ?? resolution)
    }
}

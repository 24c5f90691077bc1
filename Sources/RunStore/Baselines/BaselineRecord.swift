package import MemoryBudget

/// The peaks of a scenario's candidates in one environment class, as a file to commit.
///
/// It holds raw values, unrounded and sorted, so that any difference is a difference in memory.
package struct BaselineRecord: Hashable, Sendable, Codable {
    /// The format's name and version; readers refuse any other.
    package static let schema = "membudget.baseline/1"

    /// The name and version of the file's format.
    package private(set) var schema = Self.schema
    /// The scenario's name.
    package var scenario: String
    /// The environment class in which it was measured; comparisons are limited to it.
    package var environment: EnvironmentClass
    /// The measured metric.
    package var metric: Metric
    /// The dataset that it was measured with; `nil` for a command without one.
    package var dataset: Scenario.DatasetRequest?
    /// The digests of the user's own data files, by file name; `nil` for other data.
    package var dataDigests: [String: String]?
    /// The cells, by strategy and parameters, then by scale.
    package var cells: [Cell]

    /// The peaks of one strategy at one scale.
    package struct Cell: Hashable, Sendable, Codable {
        /// The strategy's name.
        package var strategy: String
        /// The chosen value of every parameter.
        package var parameters: [String: String]
        /// The size of the input.
        package var scale: ScaleRecord
        /// The metric's reading in every trial, in the order of trials.
        package var peakBytes: [Double]

        enum CodingKeys: String, StoredKey {
            case strategy, parameters, scale
            case peakBytes = "peak_bytes"
        }
    }

    /// Creates a baseline from the peaks of a scenario's candidates.
    ///
    /// - Parameter environment: The machine that ran the scenario.
    package init(_ record: ScenarioRecord, in environment: EnvironmentRecord) {
        scenario = record.name
        self.environment = EnvironmentClass(of: record, in: environment)
        metric = record.metric
        dataset = record.dataset
        dataDigests = record.dataDigests
        cells = Self.sorted(
            record.cells.filter { $0.role == .candidate }.compactMap { cell in
                cell.reading.peaks.map {
                    Cell(
                        strategy: cell.strategy, parameters: cell.parameters, scale: cell.scale,
                        peakBytes: $0.values)
                }
            })
    }

    /// Returns the peaks of a cell; `nil` if there are none.
    package func peaks(of cell: CellRecord) -> Summary? {
        cells.first { $0.isOf(cell) }.flatMap { Summary($0.peakBytes) }
    }

    /// Returns whether it was measured with this data and metric, so that peaks can be compared.
    ///
    /// - Parameter digests: The digests of the user's own data. Files that only one side has belong
    ///   to scales that the other lacks.
    package func isOf(
        _ dataset: Scenario.DatasetRequest?, digests: [String: String]?, metric: Metric
    ) -> Bool {
        guard self.dataset == dataset, self.metric == metric else { return false }
        guard let known = dataDigests, let digests else { return true }
        return known.allSatisfy { name, digest in digests[name] ?? digest == digest }
    }

    /// Adds the cells of an earlier file that were not measured this time, if they have the same
    /// data and metric.
    ///
    /// - Parameter isKnown: Returns whether the scenario still has a cell.
    package mutating func keep(
        from earlier: BaselineRecord, where isKnown: (MemoryBudget.Cell) -> Bool
    ) {
        guard earlier.isOf(dataset, digests: dataDigests, metric: metric) else { return }
        dataDigests = earlier.dataDigests?.merging(dataDigests ?? [:]) { $1 } ?? dataDigests
        let measured = Set(cells.map(\.key))
        cells = Self.sorted(
            cells + earlier.cells.filter { !measured.contains($0.key) && isKnown($0.key) })
    }

    private static func sorted(_ cells: [Cell]) -> [Cell] {
        cells.sorted { ($0.key.variant, $0.scale.units) < ($1.key.variant, $1.scale.units) }
    }

    enum CodingKeys: String, StoredKey {
        case schema, scenario, environment, metric, dataset
        case dataDigests = "data_digests"
        case cells
    }
}

extension BaselineRecord.Cell {
    fileprivate func isOf(_ cell: CellRecord) -> Bool {
        key == cell.cell.key
    }

    /// The strategy, parameters and scale, for messages.
    var title: String { "'\(key.variant)' at \(counted(scale.units, of: "units"))" }

    /// The reason that it can't have been measured; `nil` if it can.
    var objection: String? {
        if scale.units < 0 { return "\(title): a scale can't have fewer than 0 units" }
        // Up to 2⁵³, every number of bytes is exact.
        guard let peak = peakBytes.first(where: { !(1...0x1p53 ~= $0) }) else { return nil }
        return "\(title): a peak can't be \(peak) bytes"
    }

    /// The key for comparisons, which leaves out roles and labels.
    package var key: MemoryBudget.Cell {
        MemoryBudget.Cell(
            strategy: strategy, role: .candidate, scale: Scale(units: scale.units),
            parameters: parameters
        ).key
    }
}

package import MemoryBudget

/// What one scenario's candidates needed in one class of environments: a committed file.
///
/// Raw values, unrounded and sorted, so that a difference in it is a difference in memory.
package struct BaselineRecord: Hashable, Sendable, Codable {
    /// The format's name and version; a reader refuses any other.
    package static let schema = "membudget.baseline/1"

    /// Name and version of the format that the file follows.
    package private(set) var schema = Self.schema
    /// The scenario's name.
    package var scenario: String
    /// Where it was measured, and only there it is compared.
    package var environment: EnvironmentClass
    /// What was read.
    package var metric: Metric
    /// The data it was measured on; nil for a command without any.
    package var dataset: Scenario.DatasetRequest?
    /// The digests of the files of the user's own data, by the file's name; nil for other data.
    package var dataDigests: [String: String]?
    /// By strategy and parameters, then by scale.
    package var cells: [Cell]

    /// The peaks of one strategy at one scale.
    package struct Cell: Hashable, Sendable, Codable {
        /// The strategy's name.
        package var strategy: String
        /// The chosen value of every parameter.
        package var parameters: [String: String]
        /// Size of the input.
        package var scale: ScaleRecord
        /// The metric's reading of every trial, in the order of trials.
        package var peakBytes: [Double]

        enum CodingKeys: String, StoredKey {
            case strategy, parameters, scale
            case peakBytes = "peak_bytes"
        }
    }

    /// Keeps the peaks of a scenario's candidates.
    ///
    /// - Parameter environment: The machine of its run.
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

    /// The peaks of a cell; nil if it lacks it.
    package func peaks(of cell: CellRecord) -> Summary? {
        cells.first { $0.isOf(cell) }.flatMap { Summary($0.peakBytes) }
    }

    /// Whether peaks of that data and metric can stand beside its own.
    ///
    /// - Parameter digests: Those of the user's own data. Files that only one of the two has are of scales
    ///   that the other lacks.
    package func isOf(
        _ dataset: Scenario.DatasetRequest?, digests: [String: String]?, metric: Metric
    ) -> Bool {
        guard self.dataset == dataset, self.metric == metric else { return false }
        guard let known = dataDigests, let digests else { return true }
        return known.allSatisfy { name, digest in digests[name] ?? digest == digest }
    }

    /// Takes over the cells of an earlier file that were not measured this time, if they are of the
    /// same data and metric.
    ///
    /// - Parameter isKnown: Whether the scenario still has a cell.
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

    /// Strategy, parameters and scale, for messages.
    var title: String { "'\(key.variant)' at \(counted(scale.units, of: "units"))" }

    /// Why it can't have been measured; nil if it can.
    var objection: String? {
        if scale.units < 0 { return "\(title): a scale has no fewer than 0 units" }
        // Up to 2⁵³ every count of bytes is a number of its own.
        guard let peak = peakBytes.first(where: { !(1...0x1p53 ~= $0) }) else { return nil }
        return "\(title): no process has a peak of \(peak) bytes"
    }

    /// What it is compared by: roles and labels may change.
    package var key: MemoryBudget.Cell {
        MemoryBudget.Cell(
            strategy: strategy, role: .candidate, scale: Scale(units: scale.units),
            parameters: parameters
        ).key
    }
}

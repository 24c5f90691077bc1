import Datasets
package import MemoryBudget

/// The question of `membudget size`: the limit for which engine, for how large an input, at which risk.
package struct SizeQuestion: Sendable {
    /// The engine that takes the limit.
    package var engine: SizingEngine
    /// The largest input that has to fit.
    package var inputMax: Scale
    /// The share of runs at the largest input that may go over the limit. Default 0.01.
    package var riskShare = 0.01
    /// The sizes to measure; empty takes five up to the largest input.
    package var scales: [Scale] = []
    /// The runs under the limit. Default 10.
    package var trials = 10
    /// The share by which runs under the limit may take longer than without one; nil for any.
    package var slowdownShare: Double?

    /// A question at the default risk.
    package init(engine: SizingEngine, inputMax: Scale) {
        self.engine = engine
        self.inputMax = inputMax
    }
}

extension BenchRequest {
    /// The sizes of input at which a need is measured, ascending.
    ///
    /// - Throws: `DatasetError` for sizes that were asked for and have no data; ``BenchError`` 64 for fewer
    ///   than two sizes.
    func sizes(for question: SizeQuestion) throws -> [Scale] {
        let scales = try sizesWithData(for: question).uniqued(by: \.units).sorted()
        guard scales.count < 2 else { return scales }
        throw BenchError(
            .usage,
            "'\(scenario.name)' has data of \(scales.count == 1 ? "one size" : "no size") up to"
                + " \(question.inputMax.label); two are needed, and five make a good fit")
    }

    private func sizesWithData(for question: SizeQuestion) throws -> [Scale] {
        if !question.scales.isEmpty {
            try data?.check(question.scales)
            return question.scales
        }
        if case .files? = data {
            return scenario.scales.filter { (1...question.inputMax.units).contains($0.units) }
        }
        let largest = min(question.inputMax.units, largestOwnUnits ?? .max)
        let ladder = ScaleLadder.scales(upTo: largest).dropLast()
        return ladder + [Scale(units: largest)]
    }

    /// The largest size up to one that there is data of; nil if there is none, or if any can be made.
    func largestScale(upTo scale: Scale) -> Scale? {
        switch data {
        case .files: scenario.scales.filter { $0.units <= scale.units }.max { $0.units < $1.units }
        case .records: largestOwnUnits.map { Scale(units: min($0, scale.units)) }
        case .command, nil: nil
        }
    }

    /// Whether there is data of a size, or a way to make it.
    func hasData(at scale: Scale) -> Bool {
        switch data {
        case .files(let files): files.path(for: scale) != nil
        case .records: scale.units <= largestOwnUnits ?? .max
        case .command, nil: true
        }
    }
}

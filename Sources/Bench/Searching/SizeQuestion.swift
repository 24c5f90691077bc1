import Datasets
package import MemoryBudget

/// The question that `membudget size` answers: the limit for an engine, an input size and a risk.
package struct SizeQuestion: Sendable {
    /// The engine that enforces the limit.
    package var engine: SizingEngine
    /// The largest input that must fit.
    package var inputMax: Scale
    /// The fraction of trials at the largest input that may exceed the limit. Default 0.01.
    package var riskShare = 0.01
    /// The sizes to measure; empty selects five sizes up to the largest input.
    package var scales: [Scale] = []
    /// The number of trials under the limit. Default 10.
    package var trials = 10
    /// The acceptable relative slowdown of trials under the limit; `nil` for any.
    package var slowdownShare: Double?

    /// Creates a question with the default risk.
    package init(engine: SizingEngine, inputMax: Scale) {
        self.engine = engine
        self.inputMax = inputMax
    }
}

extension BenchRequest {
    /// Returns the input sizes at which the need is measured, ascending.
    ///
    /// - Throws: `DatasetError` for requested sizes without data; ``BenchError`` 64 for fewer than
    ///   two sizes.
    func sizes(for question: SizeQuestion) throws -> [Scale] {
        let scales = try sizesWithData(for: question).uniqued(by: \.units).sorted()
        guard scales.count < 2 else { return scales }
        throw BenchError(
            .usage,
            "'\(scenario.name)' has data for \(scales.count == 1 ? "one size" : "no size") up to"
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

    /// Returns the largest size with data up to a scale; `nil` if there is none, or if data of any
    /// size can be generated.
    func largestScale(upTo scale: Scale) -> Scale? {
        switch data {
        case .files: scenario.scales.filter { $0.units <= scale.units }.max { $0.units < $1.units }
        case .records: largestOwnUnits.map { Scale(units: min($0, scale.units)) }
        case .command, nil: nil
        }
    }

    /// Returns whether data of a size exists or can be generated.
    func hasData(at scale: Scale) -> Bool {
        switch data {
        case .files(let files): files.path(for: scale) != nil
        case .records: scale.units <= largestOwnUnits ?? .max
        case .command, nil: true
        }
    }
}

internal import MemoryBudget
internal import RunStore

extension ScenarioRecord {
    /// What differs in what two runs did of a scenario, in sentences.
    func differences(from base: ScenarioRecord) -> [String] {
        [
            difference("metric", base.metric.rawValue, metric.rawValue),
            difference("data", base.data, data),
            difference("budget", base.limit, limit),
        ].compactMap(\.self)
    }

    private var data: String {
        if let input { return input }
        guard let dataset else { return "none" }
        let settings = dataset.parameters.sorted { $0.key < $1.key }
            .map { " \($0.key)=\($0.value)" }
        return "\(dataset.kind) seed \(dataset.seed)\(settings.joined())"
    }

    private var limit: String {
        budget.map { ByteCount($0.limitBytes).description } ?? "none"
    }
}

/// `kernel: Linux 6.1 before, Linux 6.8 now`; nil if both print alike.
private func difference(
    _ name: String, _ base: some CustomStringConvertible, _ head: some CustomStringConvertible
) -> String? {
    let texts = [base.description, head.description]
    return texts[0] == texts[1] ? nil : "\(name): \(texts[0]) before, \(texts[1]) now"
}

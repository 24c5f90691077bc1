internal import MemoryBudget
internal import RunStore

extension EnvironmentRecord {
    /// The facts about the machine that may affect a result.
    var facts: [String] {
        let swap = swapBytes.map { $0 == 0 ? "no swap" : "swap \(ByteCount($0))" }
        let parts: [String?] = [
            "\(kernel) \(architecture)", Figures.plural(cpus, "cpu"),
            "\(ByteCount(memoryBytes)) of memory", swap, "\(ByteCount(pageSizeBytes)) pages",
            thp.map { "huge pages \($0)" }, allocator, swift.map { "Swift \($0)" },
            noiseFloor?.words,
        ]
        return parts.compactMap(\.self)
    }
}

extension NoiseRecord {
    /// `noise 0.3 % of peak RSS (56.0 KiB), 4 % of time`: standard deviations.
    var words: String {
        let share = fixed(peakRSSShare * 100, 1)
        return "noise \(share) % of peak RSS (\(Figures.bytes(peakRSSBytes))),"
            + " \(Figures.percent(wallShare)) of time"
    }
}

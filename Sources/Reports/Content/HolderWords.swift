internal import MemoryBudget
internal import RunStore

/// The call site that held most memory of a profiled trial, in words.
struct HolderWords {
    let holder: HolderRecord

    init(_ holder: HolderRecord) {
        self.holder = holder
    }

    /// `47 % ± 6 % of its live memory was held by CSVIngest.loadAll (LoadAll.swift:34)`; `nil` if
    /// no call site can be named.
    var sentence: String? {
        guard let function = holder.function, let share = holder.share else { return nil }
        return "\(Figures.percent(share))\(margin) of its live memory was held by"
            + " \(function)\(place)"
            + (holder.interpreter.map { ", native code called by \($0)" } ?? "")
    }

    /// ` ± 6 %`: half of the interval; empty if it rounds to zero.
    private var margin: String {
        guard let low = holder.low, let high = holder.high, holder.liveBytes > 0 else { return "" }
        let half = (high - low) / 2 / Double(holder.liveBytes)
        return half > 0 ? " ± \(Figures.percent(half))" : ""
    }

    private var place: String {
        guard let file = holder.file?.split(separator: "/").last else { return "" }
        return " (\(file)" + (holder.line.map { ":\($0)" } ?? "") + ")"
    }
}

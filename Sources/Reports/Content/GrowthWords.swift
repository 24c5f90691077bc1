internal import MemoryBudget
internal import RunStore

/// The growth of memory with scale, in words.
struct GrowthWords {
    let growth: GrowthRecord
    /// The name of the units, in the plural; empty if unknown.
    let unit: String

    /// Whether a constant is the only class that fits.
    var isConstant: Bool { growth.candidates == [.constant] && growth.growthClass == .constant }

    /// Whether the curve fits so badly that no words should claim anything about it.
    var isPoor: Bool { (growth.residualShare ?? 0) > GrowthDoubt.misfitShareMin }

    /// Whether a doubt refutes every class, which makes the named ones questionable.
    var isQuestioned: Bool {
        isPoor || (growth.doubtFigures ?? []).contains(where: \.refutesClass)
    }

    /// Whether the break point is unknown: no class is left, and no remaining curve crosses the
    /// budget.
    var isBreakUnknown: Bool {
        growth.breakPoint == nil && growth.isDoubted && growth.growthClass == nil
    }

    /// The number of scales measured to the end, if too few to tell any growth class and no runs
    /// verified a break point; otherwise `nil`.
    var scarceScales: Int? {
        guard growth.breakPoint?.isVerified == nil else { return nil }
        let counts = (growth.doubtFigures ?? []).compactMap { doubt -> Int? in
            if case .tooFewScales(let scales) = doubt { scales } else { nil }
        }
        return counts.first
    }

    /// Returns `too few scales (2 of 5 needed)`.
    static func scarcity(_ scales: String) -> String {
        "too few scales (\(scales) of \(GrowthFit.gatedScaleCount) needed)"
    }

    /// Whether so many classes fit that they predict nothing.
    var isUndecided: Bool { growth.candidates.count > 2 }

    /// `n log n`, `n or n log n`, `nothing`: every class that fits the measurements.
    var law: String {
        let names = growth.candidates.map { $0 == .constant ? "nothing" : $0.title }
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// `grows with n log n (503 B per ticket)`, `does not grow`; `nil` if the measurements decide
    /// nothing. Growth may be certain while its class is not.
    var clause: String? {
        guard scarceScales == nil, let named = growth.growthClass, !isPoor else { return nil }
        if named == .constant { return isConstant ? "does not grow" : nil }
        return isUndecided
            ? "grows by \(slope) so far, growth class undetermined (\(law))"
            : "grows with \(law) (\(slope))"
    }

    /// `503 B per ticket`.
    var slope: String {
        "\(Figures.slope(growth.bytesPerUnit.estimate)) \(perUnit)"
    }

    /// `per ticket`.
    private var perUnit: String { "per \(Self.singular(unit))" }

    /// Returns the singular of a unit, which is named in the plural: `ticket` for `tickets`.
    static func singular(_ unit: String) -> String {
        unit.isEmpty ? "unit" : MemoryBudget.singular(of: unit)
    }

    /// `breaks at about 11.8k rows`, `breaks between 10.0k and 12.0k rows`; `nil` if it is not
    /// known to break. With an undetermined class and no refuting runs, only the table has the
    /// interval.
    var breaking: String? {
        guard scarceScales == nil, let point = growth.breakPoint else { return nil }
        let name = unit.isEmpty ? "units" : unit
        if point.isVerified == false { return "breaks \(Self.range(point.units, of: name))" }
        guard clause != nil, !isUndecided else { return nil }
        let units = point.units.estimate
        let guess = point.isFarExtrapolation ? ", which is a guess" : ""
        if point.isRange { return "breaks \(Self.range(point.units, of: name))\(guess)" }
        guard units >= 1 else { return "breaks at any number of \(name)" }
        let how = point.isVerified == true ? "" : "about "
        return "breaks at \(how)\(Figures.units(units)) \(name)\(guess)"
    }

    /// Returns `between 10.0k and 12.0k rows`, `below 500 rows`, `above 12.0k rows, if at all`.
    private static func range(_ units: Interval, of name: String) -> String {
        if units.isUnbounded { return "above \(Figures.units(units.low)) \(name), if at all" }
        if units.low < 1 { return "below \(Figures.units(units.high)) \(name)" }
        return "between \(Figures.units(units.low)) and \(Figures.units(units.high)) \(name)"
    }
}

extension BreakPoint {
    /// Whether only an interval is known, because the curves don't tell the position within it.
    var isRange: Bool { isVerified == false || allowsSteps == true }
}

extension GrowthDoubt {
    private static let advice =
        "; add scales, or use 'membudget limit' to find the largest scale that fits the budget"

    /// One sentence with the doubt and what to do about it.
    var sentence: String {
        switch self {
        case .tooFewScales(let count):
            "to judge growth, the gate needs \(GrowthFit.gatedScaleCount) completely measured"
                + " scales, each at least twice the previous one, but has only \(count): add"
                + " smaller ones"
        case .contradicted(let units):
            "a run of \(counted(units, of: "units")) was killed above what the other scales predict:"
                + " measure it without a budget"
        case .disagreement(let units):
            (units == 0 ? "on an empty input" : "at \(counted(units, of: "units"))")
                + " some runs were killed and others completed: its growth is unknown until they"
                + " agree; add trials, or raise the budget"
        case .misfit(let share):
            "no class fits well: the residual is \(fixed(100 * share, 0)) %; look for jumps, and add"
                + " scales there"
        case .steps(let share):
            "memory grows in steps, like a hash table that doubles when full: no smooth curve fits"
                + " (the peaks differ from the nearest one by \(fixed(100 * share, 0)) % of the"
                + " growth); 'membudget limit' finds the largest scale that fits the budget"
        case .unexplained(let share, let errors):
            "no class fits well: the peaks differ from the nearest curve by"
                + " \(fixed(100 * share, 0)) % of the growth, \(fixed(errors, 0)) times what noise explains\(Self.advice)"
        case .uneven(let share, let errors):
            "no class fits well: the residual from a constant is \(fixed(100 * share, 0)) %, \(fixed(errors, 0)) times what noise explains\(Self.advice)"
        case .refuted(let units, let isOver):
            "a run of \(counted(units, of: "units"))"
                + " \(isOver ? "went over" : "stayed within") the budget, although the fit predicted that"
                + " it would \(isOver ? "stay within it" : "go over"): the break point lies between the"
                + " runs, and the fit is unreliable"
        }
    }
}

extension GrowthRecord {
    /// The reasons why the gate's growth rule is inconclusive, in sentences; the stored ones if
    /// there are no figures.
    var doubtSentences: [String] { distinctDoubts?.map(\.sentence) ?? doubts }

    /// The doubts without a misfit of a constant, which its unevenness repeats.
    private var distinctDoubts: [GrowthDoubt]? {
        let isUneven = (doubtFigures ?? []).contains { doubt in
            if case .uneven = doubt { true } else { false }
        }
        return doubtFigures?.filter { doubt in
            if case .misfit = doubt { !isUneven } else { true }
        }
    }

    /// The doubts without the one about too few scales, which the row itself shows.
    var remarkedDoubts: [String] {
        guard GrowthWords(growth: self, unit: "").scarceScales != nil else { return doubtSentences }
        return (distinctDoubts ?? []).filter { doubt in
            if case .tooFewScales = doubt { false } else { true }
        }.map(\.sentence)
    }

    /// The remark on the break point's range; `nil` if there is none.
    var rangeSentence: String? {
        guard growthClass != nil, breakPoint?.allowsSteps == true else { return nil }
        return
            "these scales can't tell linear growth from a hash table that doubles when full, so the"
            + " break point may be anywhere in the range; add scales that are not powers of two"
            + " apart, or use --verify-break-point"
    }

    /// Stores the sentences in addition to their figures.
    mutating func setDoubts() {
        doubts = doubtSentences
    }
}

extension Figures {
    /// Returns bytes per unit: `0.49 B`, `503 B`, `1.2 KiB`, `1.1 MiB`.
    static func slope(_ bytes: Double) -> String {
        bytes < 999.5 ? "\(slopeFigure(bytes)) B" : Figures.bytes(bytes)
    }

    /// Returns bytes per unit for a column, without a name: three significant figures, grouped.
    static func slopeFigure(_ bytes: Double) -> String {
        if bytes < 9.995 { return fixed(bytes, 2) }
        if bytes < 99.95 { return fixed(bytes, 1) }
        return grouped(whole(bytes))
    }

    /// Returns a computed scale, with three significant figures: `11.8k`.
    static func units(_ units: Double) -> String {
        count(whole(units))
    }
}

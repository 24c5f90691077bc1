internal import MemoryBudget
internal import RunStore

/// How memory grows with scale, in words.
struct GrowthWords {
    let growth: GrowthRecord
    /// The name of the units, in the plural; empty if it is not known.
    let unit: String

    /// Whether growth was looked for and not found, and nothing speaks for any.
    var isConstant: Bool { growth.candidates == [.constant] && growth.growthClass == .constant }

    /// Whether the curve passes the readings by: then nothing is claimed of it in words.
    var isPoor: Bool { (growth.residualShare ?? 0) > GrowthDoubt.misfitShareMin }

    /// Whether a doubt leaves no class standing, so that those that are named are questionable.
    var isQuestioned: Bool {
        isPoor || (growth.doubtFigures ?? []).contains(where: \.refutesClass)
    }

    /// Whether nothing can be said of where it breaks: a doubt leaves no class standing, and no curve that
    /// is left crosses the budget.
    var isBreakUnknown: Bool {
        growth.breakPoint == nil && growth.isDoubted && growth.growthClass == nil
    }

    /// The scales that were measured to the end, where they are too few to tell any law of growth and no runs
    /// verified where it breaks; nil where they are enough.
    var scarceScales: Int? {
        guard growth.breakPoint?.isVerified == nil else { return nil }
        let counts = (growth.doubtFigures ?? []).compactMap { doubt -> Int? in
            if case .tooFewScales(let scales) = doubt { scales } else { nil }
        }
        return counts.first
    }

    /// `too few scales to tell (2 of 5)`.
    static func scarcity(_ scales: String) -> String {
        "too few scales to tell (\(scales) of \(GrowthFit.gatedScaleCount))"
    }

    /// Whether so many classes fit that nothing can be foretold from them.
    var isUndecided: Bool { growth.candidates.count > 2 }

    /// `n log n`, `n or n log n`, `nothing`: every class that the readings leave.
    var law: String {
        let names = growth.candidates.map { $0 == .constant ? "nothing" : $0.title }
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// `grows with n log n (503 B per ticket)`, `does not grow`; nil if the readings decide nothing. That
    /// something grows may be known, and not how.
    var clause: String? {
        guard scarceScales == nil, let named = growth.growthClass, !isPoor else { return nil }
        if named == .constant { return isConstant ? "does not grow" : nil }
        return isUndecided
            ? "grows, by \(slope) so far, and it is open how (\(law))"
            : "grows with \(law) (\(slope))"
    }

    /// `503 B per ticket`.
    var slope: String {
        "\(Figures.slope(growth.bytesPerUnit.estimate)) \(perUnit)"
    }

    /// `a ticket`.
    private var perUnit: String { "per \(Self.singular(unit))" }

    /// `ticket`, of `tickets`: what is counted is named in the plural.
    static func singular(_ unit: String) -> String {
        if unit.hasSuffix("ies"), unit.count > 4 { return unit.dropLast(3) + "y" }
        if unit.hasSuffix("s"), !unit.hasSuffix("ss") { return String(unit.dropLast()) }
        return unit.isEmpty ? "unit" : unit
    }

    /// `breaks at about 11.8k rows`, `breaks between 10.0k and 12.0k rows`; nil if it doesn't, as far as
    /// anyone knows: where the law is open and no runs refute it, only the table has the interval.
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

    /// `between 10.0k and 12.0k rows`, `below 500 rows`, `above 12.0k rows, if at all`.
    private static func range(_ units: Interval, of name: String) -> String {
        if units.isUnbounded { return "above \(Figures.units(units.low)) \(name), if at all" }
        if units.low < 1 { return "below \(Figures.units(units.high)) \(name)" }
        return "between \(Figures.units(units.low)) and \(Figures.units(units.high)) \(name)"
    }
}

extension BreakPoint {
    /// Whether its ends say more than the estimate: the curves alone don't tell where between them it lies.
    var isRange: Bool { isVerified == false || allowsSteps == true }
}

extension GrowthDoubt {
    /// One sentence that says what to do.
    var sentence: String {
        switch self {
        case .tooFewScales(let count):
            "a class of growth is gated from \(GrowthFit.gatedScaleCount) scales on, each at least"
                + " twice the one before, and \(count) were measured to the end: add smaller ones"
        case .contradicted(let units):
            "a run of \(grouped(units)) units was killed holding more than the other scales predict:"
                + " measure what it needs without a budget"
        case .disagreement(let units):
            (units == 0 ? "on an empty input" : "at \(grouped(units)) units")
                + " some runs were killed and others completed: its growth is unknown until they"
                + " agree; add trials, or raise the budget"
        case .misfit(let share):
            "no class describes the readings: they lie \(fixed(100 * share, 0)) % from the nearest"
                + " curve; look at them, and add scales where they jump"
        case .steps(let share):
            "memory grows in steps, like a table that doubles when it is full: no smooth law describes"
                + " it (the readings lie \(fixed(100 * share, 0)) % of the growth off the nearest);"
                + " 'membudget limit' finds what fits"
        case .unexplained(let share, let errors):
            "no class describes the readings: they lie \(fixed(100 * share, 0)) % of the growth off"
                + " the nearest curve, \(fixed(errors, 0)) times what repeats explain; add scales,"
                + " or let 'membudget limit' find what fits"
        case .uneven(let share, let errors):
            "no class describes the readings: they lie \(fixed(100 * share, 0)) % off a constant,"
                + " \(fixed(errors, 0)) times what repeats explain; add scales, or let"
                + " 'membudget limit' find what fits"
        case .refuted(let units, let isOver):
            "a run of \(grouped(units)) units \(isOver ? "went over" : "kept") the budget, although the"
                + " fit predicted that it would \(isOver ? "keep it" : "go over"): the break point lies between"
                + " the runs, and the fit is not to be relied on"
        }
    }
}

extension GrowthRecord {
    /// Why no class can be gated, in sentences: those that are stored where the figures are not.
    var doubtSentences: [String] { doubtFigures?.map(\.sentence) ?? doubts }

    /// The same without what the row says itself: that the scales are too few.
    var remarkedDoubts: [String] {
        guard GrowthWords(growth: self, unit: "").scarceScales != nil else { return doubtSentences }
        return (doubtFigures ?? []).filter { doubt in
            if case .tooFewScales = doubt { false } else { true }
        }.map(\.sentence)
    }

    /// What to know of the break point's range; nil if there is nothing.
    var rangeSentence: String? {
        guard growthClass != nil, breakPoint?.allowsSteps == true else { return nil }
        return
            "the scales don't tell a straight line from a table that doubles when it is full, so it"
            + " may break anywhere in the range; add scales that are not powers of two apart, or use"
            + " --verify-break-point"
    }

    /// Stores the sentences beside their figures.
    mutating func setDoubts() {
        doubts = doubtSentences
    }
}

extension Figures {
    /// Bytes for each unit: `0.49 B`, `503 B`, `1.2 KiB`, `1.1 MiB`.
    static func slope(_ bytes: Double) -> String {
        bytes < 999.5 ? "\(slopeFigure(bytes)) B" : Figures.bytes(bytes)
    }

    /// The same in bytes alone, for a column: three significant figures, whole ones grouped.
    static func slopeFigure(_ bytes: Double) -> String {
        if bytes < 9.995 { return fixed(bytes, 2) }
        if bytes < 99.95 { return fixed(bytes, 1) }
        return grouped(whole(bytes))
    }

    /// A scale that was computed, with three significant figures: `11.8k`.
    static func units(_ units: Double) -> String {
        count(whole(units))
    }
}

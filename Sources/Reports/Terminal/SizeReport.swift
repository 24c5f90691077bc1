internal import MemoryBudget
package import RunStore

/// The report of `membudget size`: the answer, the measured sizes, and the lines for a manifest.
///
/// ```swift
/// import RunStore
/// func show(_ record: SizeRecord) {
///     print(SizeReport(width: 80).text(of: record))
/// }
/// ```
package struct SizeReport: SearchReport {
    package let layout: SearchLayout

    package init(_ layout: SearchLayout) {
        self.layout = layout
    }

    /// Returns the report, ending with a newline.
    package func text(of record: SizeRecord) -> String {
        let words = SizeWords(record)
        let answer = "\(record.scenario): \(answer(of: record, in: words))"
        let head = TextWrap.lines(TerminalText.visible(answer), width: width)
            .map { style.paint($0, .strong) }
        let conditions = TextWrap.lines(conditions(of: record, in: words), width: width)
        let table = record.points.isEmpty ? [] : [""] + tableLines(record)
        let manifest = Manifest.lines(of: record)
        return (head + conditions + table + (manifest.isEmpty ? [] : [""] + manifest))
            .joined(separator: "\n") + "\n"
    }

    private func answer(of record: SizeRecord, in words: SizeWords) -> String {
        let why = record.stoppedBecause.map { ": \($0)" } ?? ""
        guard let need = words.need else {
            return "no limit is known for \(words.variant) at \(words.inputMax)\(why)."
        }
        let needs = "\(words.variant) \(need)"
        guard let promise = words.promise else { return "\(needs). No limit is given\(why)." }
        let found = "\(needs); \(promise)."
        guard let verification = words.verification else {
            return found + " It was not verified\(why)."
        }
        let isOpen = !record.isResolved && record.gap == nil
        return found + " " + verification.capitalizedFirst + "."
            + (isOpen ? " Stopped there\(why)." : "")
            + (words.speed.map { " The job then runs at \($0)." } ?? "")
    }

    private func conditions(of record: SizeRecord, in words: SizeWords) -> [String] {
        guard !record.points.isEmpty else { return [] }
        let count = Figures.plural(record.points.count, "size")
        let basis =
            record.metric == .container
            ? "fitted to the smallest container that is enough at \(count)"
            : "fitted to \(record.metric.title) at \(count), because no container was used"
        let runCount = record.trials.count + record.needs.reduce(0) { $0 + $1.trials.count }
        let trials = record.trials + record.needs.flatMap(\.trials)
        let coldStart = NeedReport.coldStart(record.needs.compactMap(\.coldStartBytes).max())
        return [
            basis, words.extrapolation, words.raises, coldStart, Figures.plural(runCount, "run"),
        ]
        .compactMap(\.self) + SearchTable.checks(of: trials, with: reference)
    }

    /// Returns the measured sizes, with the need and the fitted limit of each.
    private func tableLines(_ record: SizeRecord) -> [String] {
        let memory = Figures.MemoryUnit(for: record.points.map { Double($0.needBytes) })
        let columns = [
            Table.Column(header: record.unit.isEmpty ? "scale" : record.unit),
            Table.Column(header: "need, \(memory.name)"),
            Table.Column(header: "limit, \(memory.name)"),
        ]
        let rows = record.points.map { point in
            Table.Row(cells: [
                Table.Text(Scale(units: point.units).label),
                Table.Text(memory.text(Double(point.needBytes))),
                Table.Text(point.limitBytes.map { memory.text(Double($0)) } ?? ""),
            ])
        }
        let table = Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: rows)])
        let need =
            record.metric == .container
            ? "need: the smallest container that is enough"
            : "need: \(record.metric.title) without a budget"
        let limit = record.limitBytes == nil ? [] : ["limit: the fitted limit for that size"]
        let legend = [need] + limit
        return table.terminalLines(width: width, style: style)
            + [""] + TextWrap.lines(legend, width: width).map { style.paint($0, .faint) }
    }
}

extension String {
    /// The text with an uppercase first letter.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

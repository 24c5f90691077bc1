internal import MemoryBudget

/// What a run is going to do, counted before its first trial.
public struct RunPlan: Hashable, Sendable {
    /// One scenario's share of a plan.
    public struct Part: Hashable, Sendable {
        /// The scenario's name.
        public var scenario: String
        /// Strategies × scales × parameters.
        public var cells: Int
        /// Measured trials.
        public var measured: Int
        /// Floor trials.
        public var floor: Int
        /// Need trials, if every cell went over its budget.
        public var needAtMost: Int

        /// Makes a part.
        public init(scenario: String, cells: Int, measured: Int, floor: Int, needAtMost: Int = 0) {
            self.scenario = scenario
            self.cells = cells
            self.measured = measured
            self.floor = floor
            self.needAtMost = needAtMost
        }
    }

    /// In the order they are run.
    public var parts: [Part]
    /// Trials of an interrupted run that need not be repeated.
    public var alreadyDone: Int
    /// What generating the datasets writes; 0 if they are all there.
    public var datasetBytes: Int
    /// Room on the disk of the datasets; nil if it could not be read.
    public var freeBytes: Int?
    /// How long it may take; nil if nothing is known of these cells yet.
    public var estimate: Duration?
    /// Where the run is kept.
    public var runDirectory: String

    /// Makes a plan.
    public init(
        parts: [Part], alreadyDone: Int = 0, datasetBytes: Int = 0, freeBytes: Int? = nil,
        estimate: Duration? = nil, runDirectory: String
    ) {
        self.parts = parts
        self.alreadyDone = alreadyDone
        self.datasetBytes = datasetBytes
        self.freeBytes = freeBytes
        self.estimate = estimate
        self.runDirectory = runDirectory
    }
}

/// The plan of a run as it is printed before the first trial.
public struct PlanText: Sendable {
    /// Whether it is coloured.
    public var style: Style
    /// Columns that no line exceeds; at least 60.
    public var width: Int

    /// Makes a renderer; 100 columns, without colours unless told otherwise.
    public init(style: Style = .plain, width: Int = 100) {
        precondition(width >= 60, "a plan needs 60 columns")
        self.style = style
        self.width = width
    }

    /// The plan, a scenario a line below a total; ends with a newline.
    public func text(of plan: RunPlan) -> String {
        let head = TextWrap.lines([total(plan)] + conditions(plan), width: width)
            .enumerated().map { style.paint($1, $0 == 0 ? .strong : .plain) }
        let table = plan.parts.count > 1 ? self.table(plan) : []
        return (head + table).joined(separator: "\n") + "\n"
    }

    private func total(_ plan: RunPlan) -> String {
        func sum(_ key: KeyPath<RunPlan.Part, Int>) -> Int {
            plan.parts.reduce(0) { $0 + $1[keyPath: key] }
        }
        let certain = sum(\.measured) + sum(\.floor)
        let kinds = [
            "\(grouped(sum(\.measured))) measured", "\(grouped(sum(\.floor))) floor",
            sum(\.needAtMost) > 0 ? "at most \(grouped(sum(\.needAtMost))) need" : "",
        ]
        let names = plan.parts.count == 1 ? " of \(plan.parts[0].scenario)" : ""
        return "plan: \(Figures.plural(certain, "trial")) of"
            + " \(Figures.plural(sum(\.cells), "cell"))\(TerminalText.visible(names))"
            + " (\(kinds.filter { !$0.isEmpty }.joined(separator: ", ")))"
    }

    private func conditions(_ plan: RunPlan) -> [String] {
        let free = plan.freeBytes.map { ", \(ByteCount($0)) free" } ?? ""
        let datasets =
            plan.datasetBytes == 0
            ? "datasets are there" : "\(ByteCount(plan.datasetBytes)) of datasets to make\(free)"
        let items = [
            plan.estimate.map { "about \(TimeSpan.describe($0))" } ?? "time not known yet",
            plan.alreadyDone > 0 ? "\(grouped(plan.alreadyDone)) already done" : "",
            datasets, "kept in \(TerminalText.visible(plan.runDirectory))",
        ]
        return items.filter { !$0.isEmpty }
    }

    private func table(_ plan: RunPlan) -> [String] {
        let headers = ["cells", "measured", "floor", "need at most"]
        let rows = plan.parts.map { part in
            let counts = [part.cells, part.measured, part.floor, part.needAtMost]
            return Table.Row(
                cells: [Table.Text(part.scenario)] + counts.map { Table.Text(grouped($0)) })
        }
        let columns =
            [Table.Column(header: "scenario", alignment: .left)]
            + headers.map { Table.Column(header: $0) }
        let table = Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: rows)])
        return table.terminalLines(width: width, style: style)
    }
}

internal import MemoryBudget
internal import RunStore

/// A run as its findings are put into words: the scenario and the cell of each in constant time.
struct RunIndex {
    private let views: [String: ScenarioView]
    private let cells: [Place: CellRecord]

    private struct Place: Hashable {
        var scenario: String
        var variant: String
        var scale: String?
    }

    init(_ run: RunRecord) {
        views = Dictionary(run.views.map { ($0.name, $0) }) { first, _ in first }
        let pairs = run.scenarios.flatMap { scenario in
            scenario.cells.map { cell in
                let place = Place(
                    scenario: scenario.name, variant: cell.variant, scale: cell.scale.label)
                return (place, cell)
            }
        }
        cells = Dictionary(pairs) { first, _ in first }
    }

    /// What a build did of a scenario; nil for nothing.
    func scenario(_ name: String, of build: Build = .head) -> ScenarioView? {
        views[build.name(of: name)]
    }

    /// What is known of a strategy of the head; nil if it has none.
    func strategy(of scenario: String, _ variant: String) -> StrategyRecord? {
        self.scenario(scenario)?.strategies.first { $0.variant == variant }
    }

    /// A cell of a build; nil if it has none there.
    func cell(
        of scenario: String, _ variant: String, at scale: String?, by build: Build = .head
    ) -> CellRecord? {
        cells[Place(scenario: build.name(of: scenario), variant: variant, scale: scale)]
    }
}

internal import MemoryBudget
internal import RunStore

/// An index of a run's scenarios and cells, with lookups in constant time.
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

    /// Returns a build's scenario; `nil` if there is none.
    func scenario(_ name: String, of build: Build = .head) -> ScenarioView? {
        views[build.name(of: name)]
    }

    /// Returns the record of a head strategy; `nil` if there is none.
    func strategy(of scenario: String, _ variant: String) -> StrategyRecord? {
        self.scenario(scenario)?.strategies.first { $0.variant == variant }
    }

    /// Returns a cell of a build; `nil` if there is none.
    func cell(
        of scenario: String, _ variant: String, at scale: String?, by build: Build = .head
    ) -> CellRecord? {
        cells[Place(scenario: build.name(of: scenario), variant: variant, scale: scale)]
    }
}

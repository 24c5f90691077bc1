import MemoryBudget
import Testing

@Suite("Cells of a scenario")
struct CellTests {
    private let scenario = Scenario(
        name: "test", job: .pipeline("p"), scales: [Scale(units: 10), Scale(units: 20)],
        allocator: .jemalloc,
        parameters: [
            .init(name: "batch", values: ["1", "2"]), .init(name: "mode", values: ["x", "y", "z"]),
        ],
        strategies: [
            .init(name: "naive", role: .control), .init(name: "odd", isDefault: false),
            .init(name: "streamed"),
        ])

    @Test("By default, every default strategy runs at every scale with every combination")
    func defaults() {
        let cells = scenario.cells()
        #expect(cells.count == 2 * 2 * 6)
        #expect(Set(cells).count == cells.count)
        #expect(cells.first?.strategy == "naive")
        #expect(cells.first?.role == .control)
        #expect(cells.first?.parameters == ["batch": "1", "mode": "x"])
        #expect(cells.map(\.scale) == cells.map(\.scale).sorted())
        #expect(
            cells.prefix(12).map(\.strategy).dropFirst(6)
                == Array(repeating: "streamed", count: 6)[...])
        #expect(!cells.contains { $0.strategy == "odd" })
    }

    @Test("A combination has one value of every parameter, and the last parameter varies first")
    func combinations() {
        let settings = scenario.cells().prefix(6).map(\.variant)
        #expect(
            settings == [
                "naive batch=1 mode=x", "naive batch=1 mode=y", "naive batch=1 mode=z",
                "naive batch=2 mode=x", "naive batch=2 mode=y", "naive batch=2 mode=z",
            ])
    }

    @Test("Selecting all includes strategies that don't run by default")
    func everything() {
        let cells = scenario.cells(Cell.Selection(includesAll: true))
        #expect(Set(cells.map(\.strategy)) == ["naive", "odd", "streamed"])
        #expect(cells.count == 2 * 3 * 6)
    }

    @Test("A strategy selected by name runs alone, default or not, in the file's order")
    func byName() {
        let odd = scenario.cells(Cell.Selection(strategies: ["odd"]))
        #expect(Set(odd.map(\.strategy)) == ["odd"])
        let two = scenario.cells(Cell.Selection(strategies: ["streamed", "naive"]))
        #expect(two.first?.strategy == "naive")
        #expect(scenario.cells(Cell.Selection(strategies: ["nobody"])).isEmpty)
    }

    @Test("Selected scales replace the scenario's, in ascending order")
    func byScale() {
        let selection = Cell.Selection(scales: [Scale(units: 7), Scale(units: 5)])
        let cells = scenario.cells(selection)
        #expect(cells.first?.scale.units == 5)
        #expect(cells.last?.scale.units == 7)
        #expect(cells.count == 24)
    }

    @Test("Without parameters there is one cell per strategy and scale")
    func withoutParameters() {
        var plain = scenario
        plain.parameters = []
        #expect(plain.cells().count == 4)
        #expect(plain.cells().first?.variant == "naive")
    }

    @Test("A strategy's own parameters replace those of the same name, for this strategy only")
    func ownParameters() {
        var scenario = scenario
        scenario.strategies[2].parameters = [
            .init(name: "batch", values: ["9"]), .init(name: "size", values: ["s", "l"]),
        ]
        let cells = scenario.cells().filter { $0.scale.units == 10 }
        let own = cells.filter { $0.strategy == "streamed" }
        #expect(cells.filter { $0.strategy == "naive" }.count == 6)
        #expect(own.count == 3 * 2)
        #expect(own.first?.parameters == ["batch": "9", "mode": "x", "size": "s"])
    }

    @Test("A strategy's own budget applies to it, and the scenario's to the others")
    func ownBudget() {
        var scenario = scenario
        #expect(scenario.budgets.isEmpty)
        let (shared, own) = (
            Budget(metric: .peakRSS, limit: .mebibytes(64)),
            Budget(metric: .peakRSS, limit: .mebibytes(32))
        )
        scenario.budget = shared
        scenario.strategies[2].budget = own
        #expect(scenario.budget(of: "naive") == shared)
        #expect(scenario.budget(of: "streamed") == own)
        #expect(scenario.budgets == [shared, own])
    }

    @Test("A floor is the same cell on an empty input")
    func floor() {
        let cell = Cell(
            strategy: "s", role: .reference, scale: Scale(units: 9), parameters: ["a": "b"])
        #expect(
            cell.floor
                == Cell(strategy: "s", role: .reference, scale: .floor, parameters: ["a": "b"]))
    }
}

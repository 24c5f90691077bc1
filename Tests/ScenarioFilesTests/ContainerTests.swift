import MemoryBudget
import Testing

@Suite("A scenario with a container budget")
struct ContainerTests {
    private let scales = "scales: [1k, 2k, 4k, 8k, 16k]"

    @Test("The metric is container, with an inclusive limit")
    func budget() throws {
        let scenario = try scenario(command("[job]", "budget: { container: 64MiB }"))
        #expect(scenario.budget == Budget(metric: .container, limit: .mebibytes(64)))
    }

    @Test(
        "Rules that a container's charge can't prove are mistakes",
        arguments: [
            ("growth: constant", "growth"), ("bytes-per-unit: 8", "bytes-per-unit"),
            ("net: 8MiB", "net"), ("memory: { at-most: 1, of: load-all }", "memory"),
        ])
    func containerRules(rule: String, key: String) {
        let words =
            "'\(key)' can't be judged on the metric container, because its readings include page"
            + " cache up to the limit"
        let strategies = "strategies: { load-all: {}, streamed: { gate: { \(rule) } } }"
        let text = pipeline(scales: scales, strategies: strategies, "budget: { container: 64MiB }")
        #expect(mistakes(text) == ["5:49 \(words)"])
        #expect(mistakes(text.replacing("container:", with: "peak-rss:")).isEmpty)
        let own = "strategies: { load-all: { budget: { container: 1MiB } }, streamed: {} }"
        #expect(
            mistakes(pipeline(scales: scales, strategies: own, "gate: { net: 1MiB }")) == [
                "6:9 'net' can't be judged on the metric container, because its readings include page"
                    + " cache up to the limit"
            ])
    }
}

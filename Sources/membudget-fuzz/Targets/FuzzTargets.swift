/// Every reader that is fuzzed, each once.
enum FuzzTargets {
    static let all: [FuzzTargetMaker] =
        [ScenarioTarget.scenario] + RunTargets.all + DataTargets.all + WireTargets.all
        + SampleTargets.all

    /// A target; also one of those that are wrong on purpose, to see that failures are noticed.
    static func maker(named name: String) -> FuzzTargetMaker? {
        (all + PlantedTargets.all).first { $0.name == name }
    }
}

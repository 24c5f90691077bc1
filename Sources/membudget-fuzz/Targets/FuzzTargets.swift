/// The list of all fuzzing targets.
enum FuzzTargets {
    static let all: [FuzzTargetMaker] =
        [ScenarioTarget.scenario] + RunTargets.all + DataTargets.all + WireTargets.all
        + SampleTargets.all

    /// Returns the maker of a target, including the planted ones that test whether failures are
    /// noticed.
    static func maker(named name: String) -> FuzzTargetMaker? {
        (all + PlantedTargets.all).first { $0.name == name }
    }
}

// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library of this package: Swift 6 language mode and every strictness the compiler offers.
func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "membudget",
    targets: [
        // Nouns and arithmetic: no Foundation, no input or output.
        library("MemoryBudget"),
        // The harness's side.
        library("Datasets", ["MemoryBudget"]),
        // Tests.
        .target(
            name: "TestSupport", dependencies: ["MemoryBudget"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("MemoryBudgetTests", ["MemoryBudget"]),
        tests("DatasetsTests", ["Datasets", "MemoryBudget"]),
    ]
)

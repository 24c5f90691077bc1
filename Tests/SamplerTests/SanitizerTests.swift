import TestSupport
import Testing

/// A preloaded library can't be checked by sanitizers, which bring their own allocators. So its
/// core is linked into a program that calls it.
@Suite(
    "The sampler's core under sanitizers",
    .enabled(if: CompiledPrograms.isPossible, "there is no gcc"))
struct SanitizerTests {
    /// All of the sampler except its hooks and its start.
    private static let core = [
        "instructions", "maps", "real", "rows", "sampler", "sampler_maps", "section", "stack",
        "table",
    ].map { "Sources/CSampler/\($0).c" }

    @Test(
        "The core has no race, bad access or undefined behaviour, and loses no byte",
        arguments: ["address,undefined", "thread"])
    func clean(_ sanitizer: String) async throws {
        let programs = try CompiledPrograms()
        let program = try await programs.compile(
            ["Tests/SamplerTests/Programs/core.c"] + Self.core,
            options: [
                "-O1", "-fsanitize=\(sanitizer)", "-fno-sanitize-recover=all", "-fexceptions",
                "-fno-omit-frame-pointer", "-ISources/CSampler", "-ISources/CSampleTable/include",
            ], to: "core")
        let result = try await Command.run([program], timeLimit: .seconds(120))
        withExtendedLifetime(programs) {}
        #expect(result.status == 0, "\(result)")
        #expect(result.standardError.isEmpty)
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A full disk gives a sentence and the right status, never a crash.
    @Suite(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root"))
    struct FullDisk {
        @Test("A full run folder ends the run with 74 and a message")
        func runDirectory() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: filler
                about: Leaves no room for its own record
                command: [sh, -c, "head -c 9000000 /dev/zero > small/filler; true"]
                trials: 2
                """, to: "filler.yaml")
            let program = try Products.path("membudget")
            let result = try await SmallDisk.run(
                "\(program) bench filler.yaml --run-dir small/run --quiet", kibibytes: 4096,
                in: workplace)
            #expect(result.status == 74, "\(result)")
            #expect(result.standardError.contains("space") || result.standardError.contains("full"))
        }

        @Test("A run without enough disk space is refused with 74 and the missing size")
        func planned() async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let scenario = shippedScenario("csv-ingest")
            let result = try await SmallDisk.run(
                "\(program) bench \(scenario) --scale 100k --trials 1 --run-dir small/run; status=$?;"
                    + " ls small; exit $status", kibibytes: 8192, in: workplace)
            #expect(result.status == 74, "\(result)")
            // 100k rows of up to 132 bytes, 2.2 times.
            #expect(
                result.standardError.contains("of results at a time, 8.0 MiB free"), "\(result)")
            #expect(result.standardError.contains("which needs 20."), "\(result)")
            #expect(result.standardOutput.isEmpty, "\(result)")
        }

        @Test(
            "If there is no space for temporary files, run exits with 125",
            arguments: ["", "--no-ptrace"])
        func temporaryFiles(option: String) async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let result = try await SmallDisk.run(
                "head -c 16k /dev/zero >small/filler; TMPDIR=small \(program) run \(option) -- true",
                kibibytes: 16, in: workplace)
            #expect(result.status == 125, "\(result)")
            #expect(!result.standardError.isEmpty)
        }
    }
}

extension SmallDisk {
    /// Runs a line of shell next to a folder `small` that is such a disk.
    static func run(
        _ line: String, kibibytes: Int, in workplace: Workplace
    ) async throws -> Command.Result {
        let path = workplace.directory.path("small")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        let disk = try SmallDisk(kibibytes: kibibytes, at: path)
        defer { withExtendedLifetime(disk) {} }
        return try await workplace.run(["sh", "-c", line])
    }
}

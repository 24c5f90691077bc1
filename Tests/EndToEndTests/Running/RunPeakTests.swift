import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The peak of a program that touches a known number of bytes.
    @Suite struct RunPeaks {
        private static let tolerance = 0.3

        private func peak(
            _ mebibytes: Int, behind parent: [String] = [], options: [String] = []
        ) async throws -> Double {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let result = try await workplace.run(
                parent + [program, "run", "--quiet", "--json", "trial.json"] + options
                    + ["--", selftest(), "touch", "\(mebibytes)"])
            #expect(result.status == 0, "\(result)")
            let bytes = JSON(workplace.text("trial.json"))["peak_rss_bytes"].number ?? -1
            return bytes / 1_048_576
        }

        @Test("Touching 64 MiB raises the peak by 64 MiB", arguments: [[], ["--no-ptrace"]])
        func touched(options: [String]) async throws {
            let floor = try await peak(0, options: options)
            let touched = try await peak(64, options: options)
            #expect(abs(touched - floor - 64) <= Self.tolerance, "\(touched) − \(floor)")
        }

        @Test("A large parent adds nothing to the peak", arguments: [[], ["--no-ptrace"]])
        func fatParent(options: [String]) async throws {
            let fat = try [selftest(), "fat", "500", "--"]
            let alone = try await peak(64, options: options)
            let behind = try await peak(64, behind: fat, options: options)
            #expect(abs(behind - alone) <= Self.tolerance, "\(behind), \(alone) alone")
        }

        @Test("If tracing is forbidden, that is reported with a solution, and --no-ptrace works")
        func forbiddenTracing() async throws {
            // A process can have only one tracer, so the inner of two membudgets can't trace.
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let inner = [program, "run", "--timeout", "10s", "--", "echo", "reached"]
            let outer = [program, "run", "--quiet", "--timeout", "5s", "--"]
            let result = try await workplace.run(outer + inner)
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("--no-ptrace"))
            let untraced = try await workplace.run(
                outer + [program, "run", "--no-ptrace", "--", "echo", "reached"])
            #expect(untraced.status == 0 && untraced.standardOutput == "reached\n", "\(untraced)")
        }

        @Test("The peak of an ended child counts, and so does one before an exec")
        func gone() async throws {
            for command in [
                ["two-children", "64", "8"], ["exec-after", "64"], ["spike", "64", "5"],
            ] {
                let workplace = try Workplace()
                let program = try Products.path("membudget")
                _ = try await workplace.run(
                    [program, "run", "--json", "trial.json", "--", selftest()] + command)
                let bytes = JSON(workplace.text("trial.json"))["peak_rss_bytes"].number ?? -1
                #expect(bytes >= 64 * 1_048_576 && bytes < 67 * 1_048_576, "\(command)")
            }
        }
    }
}

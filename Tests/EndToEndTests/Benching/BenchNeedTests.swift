import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What a cell needs that could not be run to its end is extrapolated, and said to be.
    @Suite struct BenchNeed {
        private func bench(_ scales: String) async throws -> Benched {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: toucher
                about: Touches as many MiB as the scale says
                command: ["{libexec}/membudget-selftest", touch, "{scale}"]
                scales: \(scales)
                budget: { peak-rss: 24MiB }
                trials: 1
                """, to: "toucher.yaml")
            return try await Benched("toucher.yaml", in: workplace)
        }

        /// Of the machine, or of the container that we are in.
        private static let memoryMebibytes: Int = {
            let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
            let kibibytes = text.split(separator: "\n").first.flatMap { line in
                Int(line.filter(\.isNumber))
            }
            return (kibibytes ?? 0) >> 10
        }()

        @Test("Three quarters of the memory are extrapolated; nobody tries to fill them")
        func extrapolated() async throws {
            let large = Self.memoryMebibytes / 4 * 3
            let run = try await bench("[200, 400, 800, \(large)]")
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.trials("need").map { $0["scale"]["units"].integer } == [200, 400, 800])
            let cell = run.cell("command")
            #expect(cell["verdict"].text == "over")
            #expect(cell["need_rss_bytes"].isMissing)
            let bytes = Double(cell["need_estimate"]["bytes"].integer ?? 0)
            #expect(abs(bytes / Double(large << 20) - 1) < 0.1, "\(run.result)")
            #expect(
                run.result.standardOutput.contains("extrapolated from 200–800"), "\(run.result)")
            #expect(run.result.standardError.contains("need: not run, it would need about"))
            let measured = run.cells.prefix(3)
            #expect(measured.allSatisfy { $0["need_estimate"].isMissing })
            #expect(measured.allSatisfy { !$0["need_rss_bytes"].isMissing })
        }
    }
}

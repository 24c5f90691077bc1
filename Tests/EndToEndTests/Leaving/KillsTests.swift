import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A short version of `make test-kills`.
    @Suite struct Kills {
        @Test("Runs that are killed at random moments lose, duplicate and leave nothing")
        func killed() async throws {
            let workplace = try Workplace()
            let script = URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../../Scripts/test-kills.py").standardized.path
            let products = URL(fileURLWithPath: try Products.path("membudget"))
                .deletingLastPathComponent().path
            let result = try await workplace.run([
                "python3", script, products, "4", "--rows", "20k",
            ])
            #expect(result.status == 0, "\(result)")
            #expect(result.standardOutput.contains("0 caused harm"), "\(result)")
        }
    }
}

import Files
import MemoryBudget
import TestSupport
import Testing

@testable import Harness

@Suite("Measuring the machine's noise")
struct NoiseMeasurementTests {
    @Test("The small program holds what it is said to touch, and its trials hardly differ")
    func measured() async throws {
        let program = try Products.path("membudget-steady")
        let report = try await measureCommand([program, "8"])
        // Its own code and stack are well below a mebibyte.
        #expect((8.0...9.0).contains(mebibytes(report.observation.peakRSSBytes)))
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let noise = try await NoiseMeasurement.run(in: folder.path, describe: describe)
        #expect(noise.trials == 6)
        #expect(noise.peakRSSBytes >= 0 && noise.peakRSSShare < 0.05)
        #expect(noise.wallShare > 0)
    }

    @Test("A program that can't be told what to touch refuses", arguments: ["", "0", "8x", "9999"])
    func refused(size: String) async throws {
        let report = try await measureCommand([Products.path("membudget-steady"), size])
        #expect(report.observation.exit.code == 64)
    }
}

import Files
import Foundation
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("The measurement of the machine's noise")
struct NoiseMeasurementTests {
    @Test("The small programs hold the stated memory, and their trials hardly differ")
    func measured() async throws {
        // Their own code and stack, and the C library of one, are well below two mebibytes.
        for (program, most) in [("membudget-steady", 9.0), ("membudget-steady-dynamic", 10)] {
            let report = try await measureCommand([Products.path(program), "8"])
            #expect((8.0...most).contains(mebibytes(report.observation.peakRSSBytes)))
        }
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let noise = try await NoiseMeasurement.run(in: folder.path, describe: describe)
        #expect(noise.trials == 6)
        #expect(noise.peakRSSBytes >= 0 && noise.peakRSSShare < 0.05)
        #expect(noise.wallShare > 0)
        #expect(noise.programs?.map(\.linking) == [.static, .dynamic])
    }

    @Test(
        "Without the dynamic program, the static one is measured, and the missing one is named"
    )
    func lacking() async throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let helpers = HelperPrograms(folder: folder.path)
        await #expect(throws: MachineError.self) {
            _ = try await NoiseMeasurement.run(
                in: folder.path, with: helpers, describe: describe)
        }
        try FileManager.default.copyItem(
            atPath: Products.path("membudget-steady"), toPath: "\(folder.path)/membudget-steady")
        let noise = try await NoiseMeasurement.run(
            in: folder.path, with: helpers, describe: describe)
        #expect(noise.programs?.map(\.linking) == [.static])
        #expect(SteadyProgram.installed(helpers).missing == ["membudget-steady-dynamic"])
    }

    @Test("A program without a valid size fails", arguments: ["", "0", "8x", "9999"])
    func refused(size: String) async throws {
        let report = try await measureCommand([Products.path("membudget-steady"), size])
        #expect(report.observation.exit.code == 64)
    }
}

import Foundation
import Harness
import MemoryBudget
import RunStore
import Synchronization
import Testing

@testable import Bench

@Suite("Measured programs that try to change the verdict")
struct TamperingTests {
    /// The path of the run's folder, once the measured program knows it.
    private final class Target: Sendable {
        let path = Mutex("")

        /// Changes a file of the run, if it exists.
        func rewrite(_ name: String, _ change: (String) -> String) throws {
            let file = URL(filePath: path.withLock { $0 } + "/" + name)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
            try Data(change(text).utf8).write(to: file)
        }
    }

    /// Creates a place with a gate, and a strategy over budget that changes the run during its
    /// trial of a scale.
    private func place(
        _ tamper: @escaping @Sendable (Target, _ units: Int) throws -> Void
    ) throws -> Workplace {
        let target = Target()
        let place = try Workplace(Workplace.scenario(of: "streamed")) { planned in
            if planned.kind == .measured { try tamper(target, planned.cell.scale.units) }
            return .holding(mebibytes: planned.cell.scale.units > 100 ? 17 : 8)
        }
        target.path.withLock { $0 = place.path("run") }
        return place
    }

    @Test("A journal that the measured program rewrites ends the run with 70 and no verdict")
    func journal() async throws {
        let place = try place { target, _ in
            try target.rewrite("trials.jsonl") { text in
                // Waits for a trial that is judged.
                guard text.contains("\"measured\"") else { return text }
                return text.replacing("\"over_budget\"", with: "\"completed\"")
                    .replacing("\"peak_rss_bytes\":8388608", with: "\"peak_rss_bytes\":8388609")
            }
        }
        let error = await #expect(throws: RunStoreError.self) { try await place.gate() }
        #expect(error?.code == .changed && error?.exitStatus == .crashed)
        let record = try RunDirectory(reading: place.path("run")).record()
        #expect(record.finishedAt == nil && record.gate == nil)
        // Earlier trials are recorded as they were measured.
        let peaks = record.scenarios.flatMap(\.cells).flatMap(\.trials).compactMap(\.peakRSSBytes)
        #expect(!peaks.isEmpty && peaks.allSatisfy { $0 == 8 << 20 || $0 == 17 << 20 })
    }

    @Test("Other files of the run are not read again, so changes in them are not judged")
    func otherFiles() async throws {
        let honest = try await place { _, _ in }.gate()
        #expect(honest.status == .overBudget)
        let place = try place { target, _ in
            try target.rewrite("run.json") {
                $0.replacing("16777216", with: "1677721600")
            }
        }
        let gated = try await place.gate()
        #expect(gated.status == .overBudget)
        let record = try RunDirectory(reading: place.path("run")).record()
        #expect(record.outline == honest.measured.record.outline)
    }

    @Test("A deleted journal is also detected")
    func removed() async throws {
        let count = Mutex(0)
        let place = try place { target, _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number == 1 {
                let file = target.path.withLock { $0 } + "/trials.jsonl"
                try FileManager.default.removeItem(atPath: file)
            }
        }
        let error = await #expect(throws: RunStoreError.self) { try await place.gate() }
        #expect(error?.code == .changed)
    }
}

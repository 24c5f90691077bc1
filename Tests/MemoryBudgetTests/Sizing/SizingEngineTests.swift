import Testing

@testable import MemoryBudget

@Suite("Engines and their limits")
struct SizingEngineTests {
    @Test("Limits are rounded up to whole MiB", arguments: SizingEngine.allCases)
    func whole(engine: SizingEngine) {
        #expect(engine.limit(atLeast: 600 * 0x1p20) == .mebibytes(600))
        #expect(engine.limit(atLeast: 600 * 0x1p20 + 1) == .mebibytes(601))
    }

    @Test("Cloud Run takes 512 MiB to 32 GiB, and requires processors for it")
    func cloudRun() {
        #expect(SizingEngine.cloudRun.limit(atLeast: 1) == .mebibytes(512))
        #expect(SizingEngine.kubernetes.limit(atLeast: 1) == .mebibytes(1))
        #expect(SizingEngine.cloudRun.largest == .mebibytes(32_768))
        let processors = [4_096, 4_097, 8_193, 16_385, 24_577].map {
            SizingEngine.cloudRun.processorsMin(with: .mebibytes($0))
        }
        #expect(processors == [nil, 2, 4, 6, 8])
        #expect(SizingEngine.slurm.processorsMin(with: .mebibytes(99_999)) == nil)
    }

    @Test("Only Nextflow takes a formula")
    func formula() {
        #expect(SizingEngine.allCases.filter(\.takesFormula) == [.nextflow])
    }
}

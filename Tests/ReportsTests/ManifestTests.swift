import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Lines that set an engine's limit")
struct ManifestTests {
    private func record(
        _ engine: SizingEngine, law: GrowthClass = .linear, inputBytes: Bool = true
    ) -> SizeRecord {
        .sample(engine, law: law, inputBytes: inputBytes)
    }

    private func manifest(_ record: SizeRecord) -> [String] {
        Manifest.lines(of: record).filter { !$0.hasPrefix("# ") && !$0.hasPrefix("// ") }
    }

    @Test("Each engine gets its own lines")
    func engines() {
        #expect(manifest(record(.slurm)) == ["#SBATCH --mem=120M"])
        var run = record(.cloudRun)
        run.limitBytes = 5_000 << 20
        #expect(
            manifest(run) == [
                "resources:", "  limits:", "    memory: 5000Mi", "    cpu: \"2\"",
            ])
        #expect(
            manifest(record(.nextflow)) == [
                "memory { 1.MB * Math.ceil(12 + 0.00108 * Math.max(input.size(), 192000) / 64)"
                    + " * task.attempt }",
                "errorStrategy { task.exitStatus in 137..140 ? 'retry' : 'terminate' }",
                "maxRetries 2",
            ])
    }

    @Test("Cloud Run keeps files in memory, so the written size is mentioned")
    func writtenFiles() {
        var run = record(.cloudRun)
        #expect(!Manifest.lines(of: run).contains { $0.contains("written files") })
        var trial = Fixture.trial(Fixture.cell("load-all", 1_000), peak: 8)
        trial.writtenBytes = 7 << 20
        run.trials = [trial]
        #expect(Manifest.lines(of: run).contains { $0.contains("wrote 7.0 MiB") })
    }

    private static let laws: [(GrowthClass, String)] = [
        (.logarithmic, "Math.log(Math.max(n, 3000) + 1)"),
        (.squareRoot, "Math.sqrt(Math.max(n, 3000))"), (.linear, "* Math.max(n, 3000))"),
        (.linearithmic, "(Math.max(n, 3000)) * Math.log(Math.max(n, 3000) + 1)"),
        (.quadratic, "Math.pow(Math.max(n, 3000), 2)"),
    ]

    @Test("Every class is written in Groovy, with a count if bytes are unknown", arguments: laws)
    func formula(law: GrowthClass, text: String) {
        let lines = Manifest.lines(of: record(.nextflow, law: law, inputBytes: false))
        #expect(lines.contains { $0.contains(text) }, "\(lines)")
        #expect(lines.contains("// n: the number of rows, a 'val' input of the process"))
    }

    @Test("A job that doesn't grow needs no formula")
    func constant() {
        #expect(
            manifest(record(.nextflow, law: .constant)).first == "memory { 120.MB * task.attempt }")
    }

    @Test("Numbers in a formula keep five figures, and are rounded to the safe side")
    func numbers() {
        let values = [0, 1.23456e-7, 0.1, 12.34567, 98_765.4321, 64]
        let texts = values.map { NextflowFormula.number($0) }
        #expect(texts == ["0", "1.2346e-7", "0.1", "12.346", "98765.433", "64"])
        #expect(zip(texts, values).allSatisfy { (Double($0) ?? 0) >= $1 })
        #expect(NextflowFormula.number(12.34567, rounding: .down) == "12.345")
    }
}

import ScenarioFiles
import Testing

@Suite("Names checked against a catalog")
struct CatalogTests {
    @Test("Unknown names of every kind are reported in one pass")
    func unknownNames() {
        let text = pipeline(
            dataset: "dataset: { kind: csv-rows, parameters: { bad-row: 1 } }",
            strategies: "strategies: { steamed: {}, magic: {} }", "parameters: { bach: [1] }")
        #expect(
            mistakes(text) == [
                "3:42 unknown parameter 'bad-row' of dataset kind 'csv-rows' → bad-rows",
                "5:15 unknown strategy 'steamed' of pipeline 'csv-ingest' → streamed",
                "5:28 unknown strategy 'magic' of pipeline 'csv-ingest' (known: load-all, library,"
                    + " row-by-row, unbounded-stream, streamed)",
                "6:15 unknown parameter 'bach' of pipeline 'csv-ingest' → batch",
            ])
    }

    @Test("For an unknown pipeline, strategies aren't checked, but the dataset's kind is")
    func unknownPipeline() {
        #expect(
            mistakes(pipeline(job: "pipeline: csv", dataset: "dataset: { kind: cvs }")) == [
                "2:11 unknown pipeline 'csv' (known: csv-ingest, contracts)",
                "3:18 unknown dataset kind 'cvs' → csv",
            ])
    }

    @Test("A kind that the pipeline does not read is reported with those that it reads")
    func foreignKind() {
        #expect(
            mistakes(pipeline(dataset: "dataset: { kind: contract-files }")) == [
                "3:18 pipeline 'csv-ingest' does not read 'contract-files' (it reads: csv-rows,"
                    + " csv)"
            ])
    }

    @Test("If the catalog is empty, the diagnostic says that there is none")
    func emptyCatalog() {
        #expect(
            mistakes(pipeline(), ScenarioCatalog()) == [
                "2:11 unknown pipeline 'csv-ingest' (none is defined)",
                "3:18 unknown dataset kind 'csv-rows' (none is defined)",
            ])
    }

    @Test("The dataset of a command is checked too")
    func commandDataset() {
        #expect(
            mistakes(
                command("[cat, \"{input}\"]", "dataset: { kind: csv-row }", "scales: [1k]"))
                == ["3:18 unknown dataset kind 'csv-row' → csv-rows"])
    }
}

import FoundationEssentials
import Harness

/// A worker that has a description and is never started.
enum FakeWorker {
    /// Returns the worker of the pipeline `fake` with the strategies of ``Workplace/scenario``, and
    /// one that can't run.
    ///
    /// - Parameters:
    ///   - path: The path of the executable.
    ///   - unitsPerSecond: The nominal speed of `streamed`; `nil` for none.
    ///   - outputBytesPerInputByte: The relative size of a result; `nil` if unknown.
    static func entry(
        at path: String = "/none", unitsPerSecond: Double? = nil,
        outputBytesPerInputByte: Double? = nil
    ) throws -> WorkerSet.Entry {
        let speed = unitsPerSecond.map { "\($0)" } ?? "null"
        let output = outputBytesPerInputByte.map { "\($0)" } ?? "null"
        let pipeline = """
            {"name": "fake", "about": "", "unit": "rows", "dataset_kinds": ["csv-rows"],
             "output_bytes_per_input_byte": \(output),
             "parameters": [{"name": "batch", "default": "1", "about": "",
                "accepts": {"kind": "integer", "minimum": 1}}],
             "strategies": [
              {"name": "load-all", "about": "", "available": true},
              {"name": "streamed", "about": "", "available": true,
               "nominal_units_per_second": \(speed)},
              {"name": "batched", "about": "", "available": true},
              {"name": "absent", "about": "", "available": false,
               "unavailable_reason": "built without it"}]}
            """
        let described = try JSONDecoder().decode(
            WorkerDescription.Pipeline.self, from: Data(pipeline.utf8))
        return WorkerSet.Entry(pipeline: described, worker: path)
    }
}

import MemoryBudget

@testable import RunStore

extension ProfileRecord {
    /// A stored profile of two functions: `build` held most when the trial died, `parse` at the
    /// peak.
    ///
    /// - Parameters:
    ///   - peak: The bytes of `build` and `parse` at the peak.
    ///   - end: The bytes of both at the end.
    static func sample(
        of trial: Observation, peak: (Int, Int) = (30 << 20, 70 << 20),
        end: (Int, Int) = (60 << 20, 20 << 20)
    ) throws -> ProfileRecord {
        func sum(_ bytes: Int) -> String {
            "{\"samples\":\(bytes >> 18),\"bytes\":\(bytes),\"variance\":\(bytes << 17),\"count\":9}"
        }
        func site(_ frame: Int, _ peak: Int, _ end: Int) -> String {
            """
            {"stack":[\(frame)],"peak":\(sum(peak)),"end":\(sum(end)),"total":\(sum(peak)),\
            "total_count":9,"temporary_count":0}
            """
        }
        func frame(_ name: String, _ line: Int) -> String {
            """
            {"module":0,"address":\(line),"functions":[{"name":"\(name)","symbol":"\(name)",\
            "file":"/src/\(name).c","line":\(line),"role":"user"}]}
            """
        }
        let parts = """
            {"live":1,"slack":1,"metadata":1,"dirty":1,"retained":1,"anonymous_maps":1,"stacks":1,\
            "binaries":1,"files":1,"shared":1,"sampler":1,"unexplained":1}
            """
        let maps = "{\"count\":1,\"bytes\":8192,\"resident_bytes\":4096}"
        let heap = """
            {"schema":"membudget.heap/1","process_id":7,"sample_interval_bytes":262144,\
            "first_sample_interval_bytes":262144,"peak_bytes":\(peak.0 + peak.1),\
            "peak_error_bytes":0,"end_bytes":\(end.0 + end.1),"total_bytes":200000000,\
            "total_count":18,"thread_count":1,"lost_sample_count":0,"sampling_ns":0,\
            "peak_reading":{"at_ns":1500000000,"resident_bytes":11,"peak_bytes":11},\
            "peak_breakdown":\(parts),"end_breakdown":\(parts),\
            "maps":[{"stack":[0],"peak":\(maps),"end":\(maps)}],"lost_map_count":1,\
            "largest_unprofiled":8,"names_missing":"symbolizer_failed",\
            "phases":[{"name":"read","started_ns":9,"live_bytes":4096,"sites":[{"site":0,\
            "bytes":4096,"variance":1,"total_variance":1}]}],\
            "threads":[{"id":7,"name":"app","stack":[0],"extent":"whole"}],\
            "modules":[{"path":"/bin/app","build_id":"ab12"}],\
            "frames":[\(frame("build", 34)),\(frame("parse", 7))],\
            "sites":[\(site(0, peak.0, end.0)),\(site(1, peak.1, end.1))]}
            """
        let text =
            "{\"trial\":\(String(decoding: try trial.jsonLine(), as: UTF8.self)),\"heap\":\(heap)}"
        return try JSONText.decode(ProfileRecord.self, from: Array(text.utf8))
    }
}

extension Observation {
    /// A profiled trial of `load-all` that its budget killed.
    static func killedProfiled(
        _ strategy: String = "load-all", anonymous: Int? = 100 << 20
    ) -> Observation {
        var trial = sample(
            strategy, kind: .profiled, peak: 110 << 20, outcome: .overBudget, evidence: .watchdog)
        trial.exit = ExitRecord(signal: 9)
        trial.peakAnonBytes = anonymous
        return trial
    }
}

/// The metrics of the service.
struct SyncMetrics {
    let status: SyncStatus
    let memory: ProcessMemory

    /// The metrics in Prometheus' text format.
    var text: String {
        var metrics = MetricsText()
        addMemory(&metrics)
        addRuns(&metrics)
        addLast(&metrics)
        return metrics.text
    }

    private func addMemory(_ metrics: inout MetricsText) {
        let gauges = [
            (
                "process_resident_memory_bytes", "Resident memory of this process",
                memory.residentByteCount
            ),
            (
                "membudget_process_peak_resident_memory_bytes",
                "Largest resident memory of this process so far", memory.peakByteCount
            ),
            (
                "membudget_process_live_bytes",
                "Live allocations as jemalloc counts them, rounded to size classes",
                memory.liveByteCount
            ),
        ]
        for case (let name, let help, let value?) in gauges {
            metrics.add(name, kind: .gauge, help: help, value: Double(value))
        }
    }

    private func addRuns(_ metrics: inout MetricsText) {
        let history = status.history
        metrics.add(
            "membudget_sync_running", kind: .gauge, help: "Whether a sync is running",
            value: status.doneCount == nil ? 0 : 1)
        metrics.add(
            "membudget_sync_running_records", kind: .gauge,
            help: "Records processed by the running sync",
            value: Double(status.doneCount ?? 0))
        metrics.add(
            "membudget_sync_runs_total", kind: .counter, help: "Finished syncs by outcome",
            samples: SyncReport.Ending.allCases.map { ending in
                MetricsText.Sample(
                    Double(history.runCounts[ending, default: 0]),
                    labels: [("completeness", ending.rawValue)])
            })
        for count in SyncReport.Count.allCases {
            metrics.add(
                "membudget_sync_\(count.rawValue)_total", kind: .counter, help: count.about,
                value: Double(history.totals[count, default: 0]))
        }
    }

    private func addLast(_ metrics: inout MetricsText) {
        guard let last = status.history.last else { return }
        metrics.add(
            "membudget_sync_last_result", kind: .gauge, help: "Outcome and reason of the last sync",
            samples: [
                MetricsText.Sample(
                    1,
                    labels: [
                        ("completeness", last.report.ending.rawValue),
                        ("reason", last.report.reason ?? ""),
                    ])
            ])
        metrics.add(
            "membudget_sync_last_duration_seconds", kind: .gauge,
            help: "Duration of the last sync, in seconds",
            value: last.durationSeconds)
        metrics.add(
            "membudget_sync_last_end_timestamp_seconds", kind: .gauge,
            help: "End of the last sync, in seconds since 1970",
            value: Double(last.endUnixSeconds))
        for count in SyncReport.Count.allCases {
            metrics.add(
                "membudget_sync_last_\(count.rawValue)", kind: .gauge,
                help: "\(count.about), in the last sync", value: Double(last.report.count(count)))
        }
    }
}

internal import MemoryBudget

/// Metrics in Prometheus' text format, version 0.0.4.
struct MetricsText {
    /// The media type of the format.
    static let type = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// The types of metrics used.
    enum Kind: String {
        case counter
        case gauge
    }

    /// A line of a metric.
    struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: Double

        init(_ value: Double, labels: [(name: String, value: String)] = []) {
            self.value = value
            self.labels = labels
        }
    }

    /// Appends a metric with its samples; names must be valid.
    mutating func add(_ name: String, kind: Kind, help: String, samples: [Sample]) {
        text +=
            "# HELP \(name) \(TextSink.metricHelp.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name
            if !sample.labels.isEmpty {
                let labels = sample.labels.map { label in
                    "\(label.name)=\"\(TextSink.metricLabel.escaped(label.value))\""
                }
                text += "{\(labels.joined(separator: ","))}"
            }
            text += " \(Self.number(sample.value))\n"
        }
    }

    /// Appends a metric with one value.
    mutating func add(_ name: String, kind: Kind, help: String, value: Double) {
        add(name, kind: kind, help: help, samples: [Sample(value)])
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? "\(value)"
    }
}

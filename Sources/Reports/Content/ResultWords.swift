package import MemoryBudget
internal import RunStore

/// The words about results that were compared with each other.
enum ResultWords {
    /// Returns the difference to the reference's result: in format, rows or content.
    static func difference(
        from reference: String, _ format: ResultFingerprint.Format,
        _ referenceFormat: ResultFingerprint.Format, rows: Int?, expected: Int?
    ) -> String {
        guard format == referenceFormat else {
            return format == .absent
                ? "it wrote nothing to {output}, unlike \(reference)"
                : "the result is \(name(of: format)), but that of \(reference) is"
                    + " \(name(of: referenceFormat))"
        }
        guard let rows, let expected else {
            return "the result differs from that of \(reference), compared \(compared(format))"
        }
        return rows == expected
            ? "as many rows as \(reference) (\(grouped(rows))), but their content differs, compared"
                + " \(compared(format))"
            : "the result has \(counted(rows, of: "rows")), that of \(reference) has \(grouped(expected))"
    }

    /// Returns the name of a format: `an SQLite database`.
    static func name(of format: ResultFingerprint.Format) -> String {
        switch format {
        case .absent: "missing"
        case .file: "a file"
        case .folder: "a folder"
        case .sqlite: "an SQLite database"
        case .csv: "CSV"
        case .jsonLines: "JSON lines"
        }
    }

    private static func compared(_ format: ResultFingerprint.Format) -> String {
        switch format {
        case .absent, .file: "byte by byte"
        case .folder: "file by file"
        case .sqlite, .csv, .jsonLines: "row by row in any order"
        }
    }

    /// Returns the strategies by result, if they differ and it is unknown which one is correct.
    static func sentence(_ disagreement: ResultDisagreement) -> String {
        "results that should be the same differ: \(groups(disagreement))"
    }

    /// Returns `a, b: 9 rows, digest 1f2e; c: 10 rows, digest 00aa`.
    private static func groups(_ disagreement: ResultDisagreement) -> String {
        disagreement.groups.map { group in
            let rows = group.rows.map { "\(counted($0, of: "rows")), " } ?? ""
            return "\(group.variants.joined(separator: ", ")): \(rows)digest"
                + " \(group.digest.prefix(16))"
        }.joined(separator: "; ")
    }
}

extension CellRecord {
    /// Adds the sentences of trials whose results were compared after all trials had ended.
    mutating func wordComparisons() {
        for index in trials.indices { trials[index] = trials[index].worded }
    }
}

extension Observation {
    /// The trial with the sentence of its evidence, if it had none yet.
    package var worded: Observation {
        guard evidence.detail.isEmpty, let figures = evidence.figures else { return self }
        var trial = self
        trial.evidence.detail = EvidenceText.sentence(figures)
        return trial
    }
}

package import MemoryBudget
internal import RunStore

/// The words for results that were compared with each other.
enum ResultWords {
    /// A result that is not the reference's: in its format, its rows or its content.
    static func difference(
        from reference: String, _ format: ResultFingerprint.Format,
        _ referenceFormat: ResultFingerprint.Format, rows: Int?, expected: Int?
    ) -> String {
        guard format == referenceFormat else {
            return format == .absent
                ? "it wrote nothing to {output}, unlike \(reference)"
                : "the result is \(name(of: format)), that of \(reference)"
                    + " \(name(of: referenceFormat))"
        }
        guard let rows, let expected else {
            return "the result differs from that of \(reference), compared \(compared(format))"
        }
        return rows == expected
            ? "as many rows as \(reference) (\(grouped(rows))), but their content differs, compared"
                + " \(compared(format))"
            : "the result holds \(grouped(rows)) rows, that of \(reference) \(grouped(expected))"
    }

    /// `a SQLite database`.
    static func name(of format: ResultFingerprint.Format) -> String {
        switch format {
        case .absent: "missing"
        case .file: "a file"
        case .folder: "a folder"
        case .sqlite: "a SQLite database"
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

    /// Who differs from whom, so that nobody knows whose result is right.
    static func sentence(_ disagreement: ResultDisagreement) -> String {
        "results that should be the same differ: \(groups(disagreement))"
    }

    /// `a, b: 9 rows, digest 1f2e; c: 10 rows, digest 00aa`.
    private static func groups(_ disagreement: ResultDisagreement) -> String {
        disagreement.groups.map { group in
            let rows = group.rows.map { "\(grouped($0)) rows, " } ?? ""
            return "\(group.variants.joined(separator: ", ")): \(rows)digest"
                + " \(group.digest.prefix(16))"
        }.joined(separator: "; ")
    }
}

extension CellRecord {
    /// Writes the sentences of trials whose results were compared after all of them had ended.
    mutating func wordComparisons() {
        for index in trials.indices { trials[index] = trials[index].worded }
    }
}

extension Observation {
    /// The trial with the sentence of its evidence, if it has none yet.
    package var worded: Observation {
        guard evidence.detail.isEmpty, let figures = evidence.figures else { return self }
        var trial = self
        trial.evidence.detail = EvidenceText.sentence(figures)
        return trial
    }
}

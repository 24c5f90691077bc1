import Files
package import MemoryBudget

/// A user's own files, one per scale, found by a pattern with `{scale}`.
///
/// ```swift
/// import MemoryBudget
/// let files = ScaledFiles("/data/orders-{scale}.csv")
/// let dataset = try files.dataset(for: Scale(parsing: "10k"))
/// ```
package struct ScaledFiles: Hashable, Sendable {
    /// The kind of each file.
    package static let kind = DatasetKind(
        name: "files", about: "Your own files, one per scale, given by 'files:'", unit: "units",
        isGenerated: false)

    private let pattern: String

    /// Creates the set of files that match an absolute path with a placeholder.
    package init(_ pattern: String) {
        self.pattern = pattern
    }

    /// Returns the possible paths of a scale's file: with the plain number, and with the scale's
    /// label.
    package func candidates(for scale: Scale) -> [String] {
        ["\(scale.units)", scale.label].uniqued().map {
            CommandTemplate.expand(pattern, values: [OwnData.scale: $0])
        }
    }

    /// Returns the path of a scale's file or folder; `nil` if there is none.
    package func path(for scale: Scale) -> String? {
        candidates(for: scale).first { [.regular, .directory].contains(FileKind(of: $0)) }
    }

    /// Checks that each of the scales has a file.
    ///
    /// - Throws: `DatasetError.Code.beyondFile` with all paths that were tried.
    package func check(_ scales: [Scale]) throws(DatasetError) {
        let missing = scales.filter { path(for: $0) == nil }
        guard !missing.isEmpty else { return }
        let places = missing.map { scale in
            "\(scale.label) ("
                + candidates(for: scale).map { "'\($0)'" }.joined(separator: " or ") + ")"
        }
        throw DatasetError(
            .beyondFile,
            "there is no file for scale\(missing.count == 1 ? "" : "s")"
                + " \(places.joined(separator: ", ")); write"
                + " \(missing.count == 1 ? "it" : "them"), or choose other scales")
    }

    /// Returns the dataset of a scale.
    ///
    /// - Throws: The errors of ``check(_:)``, and file errors.
    package func dataset(for scale: Scale) throws -> Dataset {
        guard let path = path(for: scale) else {
            try check([scale])
            throw DatasetError(.beyondFile, "there is no file for scale \(scale.label)")
        }
        return try withDatasetErrors {
            Dataset(
                path: path,
                manifest: DatasetManifest(
                    kind: Self.kind.name, generatorVersion: 1, units: scale.units,
                    expected: ExpectedOutcome(rows: scale.units, rowsFailed: 0, digest: ""),
                    bytes: try Directory.bytes(of: path), file: path, columns: []))
        }
    }
}

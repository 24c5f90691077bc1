import Files
package import MemoryBudget

/// A user's own files, one per scale, found by a pattern with `{scale}`.
package struct ScaledFiles: Hashable, Sendable {
    /// The kind of one of them.
    package static let kind = DatasetKind(
        name: "files", about: "Your own files, one per scale, given by 'files:'", unit: "units",
        isGenerated: false)

    private let pattern: String

    /// The files of an absolute pattern.
    package init(_ pattern: String) {
        self.pattern = pattern
    }

    /// The paths that a scale's file may have: with the plain number, and as the scale is written.
    package func candidates(for scale: Scale) -> [String] {
        ["\(scale.units)", scale.label].uniqued().map {
            CommandTemplate.expand(pattern, values: [OwnData.scale: $0])
        }
    }

    /// The file or folder of a scale; nil if there is none.
    package func path(for scale: Scale) -> String? {
        candidates(for: scale).first { [.regular, .directory].contains(FileKind(of: $0)) }
    }

    /// Checks that there is a file for each of some scales.
    ///
    /// - Throws: `DatasetError.Code.beyondFile` with every path that was looked for in vain.
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

    /// The data of a scale.
    ///
    /// - Throws: As ``check(_:)``, and for what can't be examined.
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

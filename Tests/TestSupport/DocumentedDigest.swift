import Foundation

/// The digest of results as `Documentation/WORKER.md` has it: a program in Python, without a line of the
/// product's.
package enum DocumentedDigest {
    /// Defines `row_hash(fields)`, `digest(rows)` and `MASK`.
    ///
    /// - Throws: ``Missing`` if the document has not exactly one such program.
    package static func program() throws -> String {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Documentation/WORKER.md").standardized
        let parts = try String(contentsOf: path, encoding: .utf8)
            .components(separatedBy: "```python\n")
        guard parts.count == 2, let program = parts[1].components(separatedBy: "```").first else {
            throw Missing()
        }
        return program
    }

    /// The document has no such program, or several.
    package struct Missing: Error {}
}

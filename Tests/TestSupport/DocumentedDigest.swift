import Foundation

/// The digest of results in `Documentation/WORKER.md`: a Python program without any code of the
/// product.
package enum DocumentedDigest {
    /// Returns the program, which defines `row_hash(fields)`, `digest(rows)` and `MASK`.
    ///
    /// - Throws: ``Missing`` if the document doesn't contain exactly one such program.
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

    /// The document contains no such program, or several.
    package struct Missing: Error {}
}

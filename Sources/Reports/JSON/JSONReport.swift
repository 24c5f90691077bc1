package import RunStore

/// A run as the text of `run.json`.
package struct JSONReport: Sendable {
    /// Makes a renderer.
    package init() {}

    /// Indented, keys sorted, numbers in full precision; ends with a newline.
    ///
    /// - Throws: ``RunStoreError`` if the record holds a number that JSON can't, such as infinity.
    package func text(of run: RunRecord) throws(RunStoreError) -> String {
        String(decoding: try run.json(), as: UTF8.self)
    }
}

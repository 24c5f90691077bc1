import Glibc
package import MemoryBudget

extension TicketSelection {
    /// What was found in an export, and what is right for it.
    ///
    /// - Parameters:
    ///   - found: The digest of the rows in the artefact.
    ///   - expected: Digests the selected rows of the input; asked only if no manifest can know.
    package func outcome(
        found: RowDigest, expected: () throws -> RowDigest
    ) rethrows -> VerifiedOutcome {
        var outcome = VerifiedOutcome(
            rows: found.count, digest: found.hexadecimal, expectation: expectation)
        if expectation == nil {
            let right = try expected()
            outcome.expected = ExpectedOutcome(
                rows: right.count, rowsFailed: 0, digest: right.hexadecimal)
        }
        return outcome
    }
}

/// Whether something is there, which need not be readable.
func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
}

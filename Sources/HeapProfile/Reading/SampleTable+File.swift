internal import CSampleTable

extension SampleTable {
    /// Returns whether a file was written by another version of the sampler, with another table
    /// layout.
    package static func isForeign(_ contents: [UInt8]) -> Bool {
        contents.withUnsafeBytes { bytes in
            guard bytes.count >= 2 * MemoryLayout<UInt64>.size else { return false }
            return bytes.loadUnaligned(as: UInt64.self) == SAMPLE_TABLE_MAGIC
                && bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) != sample_table_layout()
        }
    }

    /// The marker of this table layout, in the second word of a file.
    static let layout = sample_table_layout()

    /// The size of a table's file, in bytes.
    package static let fileBytes = Int(sample_table_bytes)
}

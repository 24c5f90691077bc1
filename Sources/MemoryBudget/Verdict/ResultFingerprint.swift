/// The content of a result, in a few digits: two results with the same fingerprint hold the same.
package struct ResultFingerprint: Hashable, Sendable, Codable {
    /// The kind of content that was recognised.
    package var format: Format
    /// Digest of the bytes, or of the names and bytes of a folder's files; nil if nothing was there.
    package var contentDigest: String?
    /// Digest of the rows in any order; nil for content without rows.
    package var rowsDigest: String?
    /// Number of rows, a header not counted; nil for content without rows.
    package var rows: Int?

    /// Creates a fingerprint; of no rows unless told otherwise.
    package init(
        format: Format, contentDigest: String?, rowsDigest: String? = nil, rows: Int? = nil
    ) {
        self.format = format
        self.contentDigest = contentDigest
        self.rowsDigest = rowsDigest
        self.rows = rows
    }

    /// The kind of content; the raw value is its name in JSON.
    package enum Format: String, Codable, CaseIterable, Sendable {
        /// Nothing is there.
        case absent
        /// A file whose bytes are compared.
        case file
        /// Files and folders, compared by their relative paths.
        case folder
        /// A SQLite database: the rows of its tables, columns by name.
        case sqlite
        /// Records with commas, all with as many fields as the header.
        case csv
        /// One JSON value per line.
        case jsonLines = "json_lines"
    }

    enum CodingKeys: String, StoredKey {
        case format
        case contentDigest = "content_digest"
        case rowsDigest = "rows_digest"
        case rows
    }

    /// The way in which two results agree; the raw value is its name in JSON.
    package enum Agreement: String, Codable, Sendable {
        /// Byte by byte.
        case bytes
        /// Row by row, in any order.
        case rows
    }

    /// The way in which this result agrees with another; nil if it doesn't. What is not there agrees with nothing.
    package func agreement(with other: ResultFingerprint) -> Agreement? {
        guard format == other.format, format != .absent else { return nil }
        if contentDigest == other.contentDigest { return .bytes }
        guard let rowsDigest, rowsDigest == other.rowsDigest, rows == other.rows else { return nil }
        return .rows
    }
}

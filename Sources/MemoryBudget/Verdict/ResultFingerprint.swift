/// A short digest of a result's content; results with equal fingerprints have equal content.
package struct ResultFingerprint: Hashable, Sendable, Codable {
    /// The recognised kind of content.
    package var format: Format
    /// The digest of the bytes, or of the names and bytes of a folder's files; `nil` if there is no
    /// result.
    package var contentDigest: String?
    /// The digest of the rows in any order; `nil` for content without rows.
    package var rowsDigest: String?
    /// The number of rows, without a header; `nil` for content without rows.
    package var rows: Int?

    /// Creates a fingerprint; by default, without rows.
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
        /// No result.
        case absent
        /// A file whose bytes are compared.
        case file
        /// Files and folders, compared by their relative paths.
        case folder
        /// A SQLite database: the rows of its tables, columns by name.
        case sqlite
        /// Comma-separated records, all with as many fields as the header.
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
        /// Equal byte by byte.
        case bytes
        /// Equal row by row, in any order.
        case rows
    }

    /// Returns the way in which this result agrees with another; `nil` if they differ or one is
    /// absent.
    package func agreement(with other: ResultFingerprint) -> Agreement? {
        guard format == other.format, format != .absent else { return nil }
        if contentDigest == other.contentDigest { return .bytes }
        guard let rowsDigest, rowsDigest == other.rowsDigest, rows == other.rows else { return nil }
        return .rows
    }
}

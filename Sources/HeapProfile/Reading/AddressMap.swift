/// Where the files of a process were in its memory, from the text of `/proc/PID/maps`.
package struct AddressMap: Sendable {
    /// One mapping of a file.
    package struct Mapping: Hashable, Sendable {
        /// The first address.
        package var start: UInt64
        /// The address behind the last.
        package var end: UInt64
        /// Where in the file it begins.
        package var offset: UInt64
        /// The file.
        package var path: String
    }

    /// Mappings of files, by address.
    package let mappings: [Mapping]

    /// Parses the text; lines without a file are left out.
    package init(parsing text: String) {
        mappings = text.split(separator: "\n").compactMap(Self.mapping).sorted {
            $0.start < $1.start
        }
    }

    private static func mapping(_ line: Substring) -> Mapping? {
        // `start-end permissions offset device inode   path`, where the path may hold blanks.
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count == 6, fields[4] != "0" else { return nil }
        let ends = fields[0].split(separator: "-")
        guard ends.count == 2, let start = UInt64(ends[0], radix: 16),
            let end = UInt64(ends[1], radix: 16), let offset = UInt64(fields[2], radix: 16)
        else { return nil }
        let path = fields[5].drop { $0 == " " }
        return Mapping(start: start, end: end, offset: offset, path: String(path))
    }

    /// The mapping that holds an address; nil for memory without a file.
    package func mapping(of address: UInt64) -> Mapping? {
        var low = 0
        var high = mappings.count
        while low < high {
            let middle = (low + high) / 2
            if mappings[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        guard low < mappings.count, mappings[low].start <= address else { return nil }
        return mappings[low]
    }
}

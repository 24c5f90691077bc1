/// One mapping of a process, from the text of `/proc/PID/maps`, or of `smaps`, which also reports
/// resident memory (proc(5)).
package struct MemoryRegion: Hashable, Sendable {
    /// The first address.
    package var start: UInt64
    /// The address after the last one.
    package var end: UInt64
    /// The offset in the file where the mapping begins.
    package var offset: UInt64
    /// The path of the file, or a name in brackets; empty for none.
    package var name: String
    /// Whether the mapping is backed by a file.
    package var hasFile: Bool
    /// Whether writes are visible to other processes.
    package var isShared: Bool
    /// Whether the mapping is executable.
    package var isExecutable: Bool
    /// The resident bytes; 0 if parsed from `maps`, which doesn't report them.
    package var residentBytes = 0

    /// Parses the text into regions, by address, ignoring other lines.
    ///
    /// The kernel provides the text in chunks. A mapping that grows between two chunks appears in
    /// both, and the later entry is used.
    package static func all(parsing text: String) -> [MemoryRegion] {
        var regions: [MemoryRegion] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            switch line.first ?? 0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                guard let region = MemoryRegion(header: Substring(line)) else { continue }
                while let last = regions.last, last.end > region.start { regions.removeLast() }
                regions.append(region)
            case UInt8(ascii: "R"):
                guard !regions.isEmpty, let kibibytes = residentKibibytes(Substring(line)) else {
                    continue
                }
                regions[regions.count - 1].residentBytes = kibibytes << 10
            default: continue
            }
        }
        return regions
    }

    /// Parses `start-end permissions offset device inode   name`, where the name may contain
    /// spaces.
    private init?(header line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count >= 5 else { return nil }
        let ends = fields[0].split(separator: "-")
        guard ends.count == 2, let start = UInt64(ends[0], radix: 16),
            let end = UInt64(ends[1], radix: 16), let offset = UInt64(fields[2], radix: 16),
            start < end
        else { return nil }
        self.start = start
        self.end = end
        self.offset = offset
        isShared = fields[1].contains("s")
        isExecutable = fields[1].contains("x")
        hasFile = fields[4] != "0"
        name = fields.count == 6 ? String(fields[5].drop { $0 == " " }) : ""
    }

    private static func residentKibibytes(_ line: Substring) -> Int? {
        guard line.hasPrefix("Rss:") else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}

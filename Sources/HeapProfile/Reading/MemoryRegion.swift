/// One mapping of a process, from the text of `/proc/PID/maps`, or of `smaps`, which also tells what of it
/// is in memory (proc(5)).
package struct MemoryRegion: Hashable, Sendable {
    /// The first address.
    package var start: UInt64
    /// The address behind the last.
    package var end: UInt64
    /// Where in the file it begins.
    package var offset: UInt64
    /// The file, or a name in brackets; empty for none.
    package var name: String
    /// Whether a file is behind it.
    package var hasFile: Bool
    /// Whether other processes see what is written to it.
    package var isShared: Bool
    /// Whether it holds code.
    package var isExecutable: Bool
    /// Bytes in memory; 0 from `maps`, which doesn't tell.
    package var residentBytes = 0

    /// Parses the text: one region per mapping, by address. Other lines are left out.
    package static func all(parsing text: String) -> [MemoryRegion] {
        var regions: [MemoryRegion] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            if let region = MemoryRegion(header: Substring(line)) {
                regions.append(region)
            } else if let kibibytes = residentKibibytes(Substring(line)), !regions.isEmpty {
                regions[regions.count - 1].residentBytes = kibibytes << 10
            }
        }
        return regions
    }

    /// `start-end permissions offset device inode   name`, where the name may hold blanks.
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

    /// The part of a range that lies in it, in bytes.
    func overlap(start: UInt64, bytes: UInt64) -> UInt64 {
        let low = max(start, self.start)
        let high = min(start &+ bytes, end)
        return high > low ? high - low : 0
    }
}

internal import Glibc
internal import HeapProfile

/// The resident parts of a program's own anonymous maps.
struct MapResidents {
    /// The resident bytes in regions that the maps don't fill, by the region's start.
    private(set) var byRegion: [UInt64: Int] = [:]
    /// The sums by the frame that mapped them.
    private(set) var byFrame: [UInt32: HeapProfile.MapSum] = [:]
    /// Whether all pages could be read; a process that has ended in the meantime has none.
    private(set) var isComplete = true

    /// Examines the maps, which are in order. Pages are read only if a region has several callers.
    init(of maps: [AnonymousMap], in regions: [MemoryRegion], thread: pid_t) {
        for map in maps {
            byFrame[map.frame, default: .init()].add(
                .init(count: 1, bytes: Int(clamping: min(map.bytes, 1 << 53))))
        }
        for region in regions where region.residentBytes > 0 && !region.hasFile {
            let parts = region.overlaps(maps)
            guard let first = parts.first else { continue }
            let isFilled = region.isFilled(by: parts)
            if isFilled, parts.allSatisfy({ $0.frame == first.frame }) {
                byFrame[first.frame]?.residentBytes += region.residentBytes
            } else {
                let bytes = add(parts, of: thread)
                if !isFilled { byRegion[region.start] = bytes }
            }
        }
    }

    private mutating func add(_ parts: [AnonymousMap], of thread: pid_t) -> Int {
        parts.reduce(0) { sum, part in
            let bytes = PageMap.residentBytes(
                of: thread, from: part.range.lowerBound, bytes: part.bytes)
            if bytes == nil { isComplete = false }
            byFrame[part.frame]?.residentBytes += bytes ?? 0
            return sum + (bytes ?? 0)
        }
    }
}

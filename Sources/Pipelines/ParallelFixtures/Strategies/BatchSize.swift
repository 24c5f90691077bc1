import Glibc
import PipelineKit

/// The number of teams in a batch: ten, or fewer while much memory is resident.
struct BatchSize {
    /// Whether the size depends on the resident memory.
    let isAdaptive: Bool
    /// The memory budget, in bytes, of which the steps are percentages.
    let budgetBytes: Int

    private static let full = 10
    /// The steps, highest first: above this percentage of the budget, this many teams.
    private static let steps = [(percent: 75, teamCount: 3), (percent: 60, teamCount: 5)]

    /// The size of the next batch.
    var current: Int {
        isAdaptive ? size(residentBytes: Self.residentBytes) : Self.full
    }

    /// Returns the size of a batch while this many bytes are resident.
    func size(residentBytes: Int) -> Int {
        let step = Self.steps.first { residentBytes * 100 > budgetBytes * $0.percent }
        return step?.teamCount ?? Self.full
    }

    /// The process's resident memory, from `/proc/self/statm`; 0 if that can't be read.
    static var residentBytes: Int {
        guard let file = try? ChunkedFileReader(path: "/proc/self/statm") else { return 0 }
        return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { memory in
            guard let count = try? file.read(into: memory) else { return 0 }
            let words = memory.prefix(count).split(separator: UInt8(ascii: " "))
            guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else {
                return 0
            }
            return pages * sysconf(Int32(_SC_PAGESIZE))
        }
    }
}

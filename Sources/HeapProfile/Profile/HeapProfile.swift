/// Who held the memory of a process: its allocation sites, with the names of their functions.
package struct HeapProfile: Hashable, Sendable, Codable {
    /// The schema that this release writes.
    package static let schema = "membudget.heap/1"

    /// Always ``schema``.
    package var schema = Self.schema
    /// A file with code.
    package struct Module: Hashable, Sendable, Codable {
        /// Its path in the profiled process.
        package var path: String
        /// Its build id, in hexadecimal; nil if it has none.
        package var buildID: String?
    }

    /// A place in the code: where a call returns to.
    package struct Frame: Hashable, Sendable, Codable {
        /// Index of its module; nil for memory that no file was behind.
        package var module: Int?
        /// In the module's own numbering, or in memory without a module.
        package var address: UInt64
        /// The functions there, innermost first: inlined ones before the one they are in; empty
        /// without symbols.
        package var functions: [Function]
    }

    /// A function at a place in the code.
    package struct Function: Hashable, Sendable, Codable {
        /// As a reader knows it.
        package var name: String
        /// As the compiler wrote it.
        package var symbol: String
        /// The source file's path; nil if it is not known.
        package var file: String?
        /// The line, from 1; nil if it is not known.
        package var line: Int?
        /// Whose code it is.
        package var role: FrameRole
    }

    /// An estimate from the sampled blocks of a site.
    package struct Sum: Hashable, Sendable, Codable {
        /// Blocks that were sampled.
        package var samples: Int
        /// The bytes that they stand for.
        package var bytes: Double
        /// The variance of that estimate.
        package var variance: Double
        /// The blocks that they stand for.
        package var count = 0.0
    }

    /// The sampled blocks of one stack.
    package struct Site: Hashable, Sendable, Codable {
        /// Indexes of frames, innermost first.
        package var stack: [Int]
        /// At the highest live bytes.
        package var peak: Sum
        /// At the end, by exit or death.
        package var end: Sum
        /// All that was ever allocated.
        package var total: Sum
        /// The number of blocks that were allocated.
        package var totalCount: Double
        /// The number of them that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// Anonymous memory that a program mapped past malloc, at one moment. Every map is known: nothing is
    /// sampled.
    package struct MapSum: Hashable, Sendable, Codable {
        /// The number of maps.
        package var count: Int
        /// Their size, in bytes; pages that were never touched count.
        package var bytes: Int
        /// The part of it that was in memory.
        package var residentBytes: Int

        /// A sum; of nothing by default.
        package init(count: Int = 0, bytes: Int = 0, residentBytes: Int = 0) {
            self.count = count
            self.bytes = bytes
            self.residentBytes = residentBytes
        }
    }

    /// The anonymous maps of one stack.
    package struct MapSite: Hashable, Sendable, Codable {
        /// Indexes of frames, innermost first.
        package var stack: [Int]
        /// At the highest reading of memory.
        package var peak = MapSum()
        /// At the end, by exit or death.
        package var end = MapSum()
    }

    /// Where a thread was when the process was killed.
    package struct Thread: Hashable, Sendable, Codable {
        /// Its number; the process's for the main thread.
        package var id: Int
        /// Its name, cut by the kernel to 15 bytes.
        package var name: String
        /// Indexes of frames, innermost first.
        package var stack: [Int]
        /// The extent to which its stack was read.
        package var extent: StackExtent
    }

    /// Why frames have addresses and no names.
    package enum NamesMissing: String, Sendable, Codable {
        /// There was no symbolizer.
        case noSymbolizer = "no_symbolizer"
        /// It failed on some files, or was too slow.
        case symbolizerFailed = "symbolizer_failed"
    }

    /// The process.
    package var processID: Int
    /// The sampling interval at the end, in bytes.
    package var sampleIntervalBytes: Int
    /// The sampling interval at the start, in bytes.
    package var firstSampleIntervalBytes: Int
    /// The highest count of live bytes, malloc's alone.
    package var peakBytes: Int
    /// The largest error of ``peakBytes``, in bytes: 0 with one thread.
    package var peakErrorBytes: Int
    /// Live bytes at the end.
    package var endBytes: Int
    /// All bytes that were ever allocated.
    package var totalBytes: Int
    /// All blocks that were ever allocated.
    package var totalCount: Int
    /// The number of threads that allocated.
    package var threadCount: Int
    /// Samples that found no room.
    package var lostSampleCount: Int
    /// CPU time that sampling took.
    package var samplingNanoseconds: Int
    /// All resident memory at its highest reading; nil if that is too far below the peak to stand for
    /// it, or was not taken.
    package var peakBreakdown: MemoryBreakdown?
    /// That reading; nil if there was none.
    package var peakReading: MemoryReading?
    /// All resident memory at the end; nil if it was not read.
    package var endBreakdown: MemoryBreakdown?
    /// Files with code.
    package var modules: [Module]
    /// Places in the code.
    package var frames: [Frame]
    /// Allocation sites.
    package var sites: [Site]
    /// Who mapped anonymous memory past malloc; nil in profiles of earlier builds.
    package var maps: [MapSite]?
    /// Maps that found no room; nil for none.
    package var lostMapCount: Int?
    /// The largest process of the tree, where that one was not profiled and this is another.
    package var largestUnprofiled: Int?
    /// The phases that the program named, in their order; nil if it named none.
    package var phases: [Phase]?
    /// Where its threads were when it was killed, the main one first; nil if it wasn't killed, empty if
    /// nothing of it could be read.
    package var threads: [Thread]?
    /// Why frames have no names; nil if a symbolizer was asked for all.
    package var namesMissing: NamesMissing?
}

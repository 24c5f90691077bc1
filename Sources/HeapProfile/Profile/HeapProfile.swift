/// A heap profile of a process: its allocation sites, with the names of their functions.
///
/// ```swift
/// func printSites(of profile: HeapProfile) {
///     for site in NamedSites(profile, at: .peak).all {
///         print(site.function, site.place ?? "", site.bytes.estimate)
///     }
/// }
/// ```
package struct HeapProfile: Hashable, Sendable, Codable {
    /// The schema that this version writes and reads.
    package static let schema = "membudget.heap/1"

    /// The schema of the profile; always ``schema``.
    package var schema = Self.schema
    /// A file with code, such as an executable or a library.
    package struct Module: Hashable, Sendable, Codable {
        /// The path in the profiled process.
        package var path: String
        /// The build ID, in hexadecimal; `nil` if the file has none.
        package var buildID: String?
    }

    /// A location in the code, at the call before a return address.
    package struct Frame: Hashable, Sendable, Codable {
        /// The index of the module; `nil` for code outside of any file.
        package var module: Int?
        /// The address in the module's own numbering, or in memory if there is no module.
        package var address: UInt64
        /// The functions at this location, innermost first, so inlined functions precede the one
        /// that contains them; empty without symbols.
        package var functions: [Function]
    }

    /// A function at a location in the code.
    package struct Function: Hashable, Sendable, Codable {
        /// The short name for display.
        package var name: String
        /// The symbol as emitted by the compiler.
        package var symbol: String
        /// The path of the source file; `nil` if unknown.
        package var file: String?
        /// The 1-based line; `nil` if unknown.
        package var line: Int?
        /// The kind of code the function belongs to.
        package var role: FrameRole
    }

    /// An estimate from the sampled blocks of a site.
    package struct Sum: Hashable, Sendable, Codable {
        /// The number of sampled blocks.
        package var samples: Int
        /// The bytes that the samples represent.
        package var bytes: Double
        /// The variance of ``bytes``.
        package var variance: Double
        /// The number of blocks that the samples represent.
        package var count = 0.0
    }

    /// The sampled blocks with the same stack.
    package struct Site: Hashable, Sendable, Codable {
        /// The indexes of the frames, innermost first.
        package var stack: [Int]
        /// The live memory when the live bytes were highest.
        package var peak: Sum
        /// The live memory when the process exited or died.
        package var end: Sum
        /// All memory allocated during the run.
        package var total: Sum
        /// The number of allocated blocks.
        package var totalCount: Double
        /// The number of blocks that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// Anonymous memory that the program mapped without malloc, at one moment. Maps are not
    /// sampled: all of them are recorded.
    package struct MapSum: Hashable, Sendable, Codable {
        /// The number of maps.
        package var count: Int
        /// The size of the maps, in bytes, including untouched pages.
        package var bytes: Int
        /// The resident part of the maps, in bytes.
        package var residentBytes: Int

        /// Creates a sum, by default of nothing.
        package init(count: Int = 0, bytes: Int = 0, residentBytes: Int = 0) {
            self.count = count
            self.bytes = bytes
            self.residentBytes = residentBytes
        }
    }

    /// The anonymous maps with the same stack.
    package struct MapSite: Hashable, Sendable, Codable {
        /// The indexes of the frames, innermost first.
        package var stack: [Int]
        /// The maps at the highest memory reading.
        package var peak = MapSum()
        /// The maps when the process exited or died.
        package var end = MapSum()
    }

    /// A thread's position in the code when the process was killed.
    package struct Thread: Hashable, Sendable, Codable {
        /// The thread ID, which for the main thread is the process ID.
        package var id: Int
        /// The thread's name, which the kernel limits to 15 bytes.
        package var name: String
        /// The indexes of the frames, innermost first.
        package var stack: [Int]
        /// The extent to which the stack was read.
        package var extent: StackExtent
    }

    /// The reason why frames have addresses but no names.
    package enum NamesMissing: String, Sendable, Codable {
        /// No symbolizer was found.
        case noSymbolizer = "no_symbolizer"
        /// The symbolizer failed on some files, or was too slow.
        case symbolizerFailed = "symbolizer_failed"
    }

    /// The process ID.
    package var processID: Int
    /// The sampling interval at the end, in bytes.
    package var sampleIntervalBytes: Int
    /// The sampling interval at the start, in bytes.
    package var firstSampleIntervalBytes: Int
    /// The highest number of live bytes, allocated with malloc.
    package var peakBytes: Int
    /// The maximum error of ``peakBytes``, in bytes; 0 with a single thread.
    package var peakErrorBytes: Int
    /// The number of live bytes at the end.
    package var endBytes: Int
    /// The bytes allocated during the run.
    package var totalBytes: Int
    /// The number of blocks allocated during the run.
    package var totalCount: Int
    /// The number of threads that allocated.
    package var threadCount: Int
    /// The number of samples lost because the table was full.
    package var lostSampleCount: Int
    /// The CPU time spent on sampling.
    package var samplingNanoseconds: Int
    /// The resident memory by part at the highest memory reading; `nil` if there is none, or if it
    /// is too far below the peak to represent it.
    package var peakBreakdown: MemoryBreakdown?
    /// The highest memory reading; `nil` if there was none.
    package var peakReading: MemoryReading?
    /// The resident memory by part at the end; `nil` if it was not read.
    package var endBreakdown: MemoryBreakdown?
    /// The files with code.
    package var modules: [Module]
    /// The locations in the code.
    package var frames: [Frame]
    /// The allocation sites.
    package var sites: [Site]
    /// The sites that mapped anonymous memory without malloc; `nil` in profiles recorded by earlier
    /// versions.
    package var maps: [MapSite]?
    /// The number of maps lost because the table was full; `nil` for none.
    package var lostMapCount: Int?
    /// The process ID of the tree's largest process, if that one was not profiled; `nil` otherwise.
    package var largestUnprofiled: Int?
    /// The phases named by the program, in order; `nil` if it named none.
    package var phases: [Phase]?
    /// The threads when the process was killed, the main one first; `nil` if the process wasn't
    /// killed, empty if no thread could be read.
    package var threads: [Thread]?
    /// The reason why frames have no names; `nil` if a symbolizer was used for all.
    package var namesMissing: NamesMissing?
}

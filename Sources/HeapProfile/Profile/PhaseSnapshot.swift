internal import CSampleTable
internal import MemoryBudget

/// The live bytes of each site at the start of a phase, as written in the profiled process.
package struct PhaseSnapshot: Sendable {
    /// The live bytes of one site.
    struct Site: Sendable {
        var live: HeapProfile.Sum
        var total: HeapProfile.Sum
    }

    /// The name of the phase.
    package let name: String
    let enteredNanoseconds: UInt64
    let liveBytes: Int
    /// The sites, in the order of the table.
    let sites: [Site]

    /// Parses the contents of a phase's file; `nil` for anything else, and for incomplete files.
    package init?(_ contents: [UInt8]) {
        let headBytes = MemoryLayout<sample_phase>.size
        guard contents.count >= headBytes else { return nil }
        let read = contents.withUnsafeBytes { bytes -> (sample_phase, [Site])? in
            let head = bytes.loadUnaligned(as: sample_phase.self)
            let stride = MemoryLayout<sample_site>.stride
            guard head.magic == SAMPLE_PHASE_MAGIC, head.site_count <= UInt64(SAMPLE_TABLE_SITES),
                bytes.count == headBytes + Int(head.site_count) * stride
            else { return nil }
            // The first site is a placeholder for none.
            let sites = (1..<max(1, Int(head.site_count))).map { index in
                let site = bytes.loadUnaligned(
                    fromByteOffset: headBytes + index * stride, as: sample_site.self)
                return Site(
                    live: HeapProfile.Sum(site.live), total: HeapProfile.Sum(site.total))
            }
            return (head, sites)
        }
        guard let (head, sites) = read else { return nil }
        name = withUnsafeBytes(of: head.name) { field in
            String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
        enteredNanoseconds = head.entered_ns
        liveBytes = max(0, Int(truncatingIfNeeded: head.live_bytes))
        self.sites = sites
    }
}

extension HeapProfile {
    /// A part of the program's work that the program named, with the live bytes of each site at its
    /// start.
    package struct Phase: Hashable, Sendable, Codable {
        /// The live bytes of one site.
        package struct Site: Hashable, Sendable, Codable {
            /// The index of the site.
            package var site: Int
            /// The estimated live bytes.
            package var bytes: Double
            /// The variance of ``bytes``.
            package var variance: Double
            /// The variance of everything allocated so far at the site. Its increase between two
            /// phases is the variance of what was sampled in between.
            package var totalVariance: Double

            enum CodingKeys: String, StoredKey {
                case site, bytes, variance
                case totalVariance = "total_variance"
            }
        }

        /// The name of the phase.
        package var name: String
        /// The time of its start, since the start of the process.
        package var startedNanoseconds: Int
        /// The counted live bytes at its start.
        package var liveBytes: Int
        /// The sites sampled by then.
        package var sites: [Site]

        enum CodingKeys: String, StoredKey {
            case name, sites
            case startedNanoseconds = "started_ns"
            case liveBytes = "live_bytes"
        }
    }
}

extension HeapProfile.Phase {
    /// Converts a snapshot written in the profiled process.
    ///
    /// - Parameter start: The time when the process started, on the same clock.
    package init(_ snapshot: PhaseSnapshot, start: UInt64) {
        name = snapshot.name
        startedNanoseconds = Int(clamping: snapshot.enteredNanoseconds &- start)
        liveBytes = snapshot.liveBytes
        sites = snapshot.sites.enumerated().filter { $1.total.samples > 0 }.map { index, site in
            Site(
                site: index, bytes: site.live.bytes, variance: site.live.variance,
                totalVariance: site.total.variance)
        }
    }
}

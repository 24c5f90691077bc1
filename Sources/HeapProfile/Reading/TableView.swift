internal import CSampleTable

/// The arrays of a table's file. Reads never go outside of the file or beyond the parts in use,
/// whatever the profiled program wrote there.
struct TableView {
    /// Returns a part of the file by offset and size; shorter if the file ends earlier.
    private let part: (Int, Int) -> [UInt8]

    init(_ part: @escaping (_ offset: Int, _ byteCount: Int) -> [UInt8]) { self.part = part }

    /// The header; `nil` for a file that is not a table of this layout, or was never started.
    var header: sample_header? {
        let headers: [sample_header] = elements(from: 0, count: 1)
        guard let header = headers.first, header.magic == SAMPLE_TABLE_MAGIC,
            header.layout == sample_table_layout()
        else { return nil }
        return header
    }

    /// Returns the counters of the threads.
    func threads(_ header: sample_header) -> [sample_thread] {
        used(
            from: sample_table_threads_offset, count: header.thread_count,
            capacity: SAMPLE_TABLE_THREADS)
    }

    func sites(_ header: sample_header) -> [sample_site] {
        used(
            from: sample_table_sites_offset, count: header.site_count, capacity: SAMPLE_TABLE_SITES)
    }

    func samples(_ header: sample_header) -> [sample] {
        used(
            from: sample_table_samples_offset, count: header.sample_count,
            capacity: SAMPLE_TABLE_SAMPLES)
    }

    /// Returns the maps, whose array has no placeholder entry.
    func maps(_ header: sample_header) -> [sample_map] {
        elements(
            from: sample_table_maps_offset,
            count: Int(min(header.map_count, UInt64(SAMPLE_TABLE_MAPS))))
    }

    /// Returns the tree of return addresses.
    func stacks(_ header: sample_header) -> SampledStacks {
        SampledStacks(
            frames: elements(
                from: sample_table_frames_offset,
                count: Int(min(header.frame_count, UInt64(SAMPLE_TABLE_FRAMES)))))
    }

    /// Returns the elements in use, without the first, which is a placeholder for none.
    private func used<Element>(from start: UInt64, count: UInt64, capacity: UInt32) -> [Element] {
        Array(elements(from: start, count: Int(min(count, UInt64(capacity)))).dropFirst())
    }

    private func elements<Element>(from start: UInt64, count: Int) -> [Element] {
        let stride = MemoryLayout<Element>.stride
        let bytes = part(Int(start), count * stride)
        return bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / stride).map {
                bytes.loadUnaligned(fromByteOffset: $0 * stride, as: Element.self)
            }
        }
    }
}

/// The return addresses of a table, as a tree in which each points to its caller.
struct SampledStacks {
    fileprivate let frames: [sample_frame]

    /// The maximum depth, above the sampler's own limit.
    private static let depthMaximum = 256

    /// Returns the return addresses from a frame outwards.
    func addresses(from frame: UInt32) -> [UInt64] {
        var addresses: [UInt64] = []
        var index = Int(frame)
        // Parents are older than their children, so a damaged table can't cause a cycle.
        while index > 0, index < frames.count, addresses.count < Self.depthMaximum {
            let frame = frames[index]
            addresses.append(frame.address)
            guard frame.parent < index else { break }
            index = Int(frame.parent)
        }
        return addresses
    }
}

/// The maximum value accepted for any count, so that sums can't overflow whatever a program wrote.
private let plausibleMaximum = 1 << 53

func plausible(_ value: UInt64) -> Int { Int(min(value, UInt64(plausibleMaximum))) }

func plausible(_ value: Int) -> Int { min(max(value, 0), plausibleMaximum) }

func plausible(_ value: Double) -> Double {
    value.isFinite ? min(max(value, 0), Double(plausibleMaximum)) : 0
}

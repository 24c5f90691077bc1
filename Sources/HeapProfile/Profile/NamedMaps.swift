/// The anonymous maps of a profile by the source line that requested them.
package struct NamedMaps: Sendable {
    /// The maps requested by one line of the user's code.
    package struct Caller: Sendable {
        /// The stack of one of the calls, innermost first; empty if unknown.
        package var stack: [NamedFrame]
        /// The maps at the highest memory reading.
        package var peak = HeapProfile.MapSum()
        /// The maps when the process exited or died.
        package var end = HeapProfile.MapSum()

        /// The frame that names the caller; `nil` without a stack.
        package var frame: NamedFrame? { stack.naming }

        /// Returns the maps at a moment.
        package func sum(at moment: HeapMoment) -> HeapProfile.MapSum {
            moment == .peak ? peak : end
        }
    }

    private let callers: [Caller]

    /// Adds up the maps of a profile by caller.
    package init(_ heap: HeapProfile) {
        let naming = heap.naming
        var callers: [NamedSites.Source: Caller] = [:]
        for map in heap.maps ?? [] {
            let stack = naming.stack(map.stack, leavingOut: { $0.role == .allocator })
            let place = NamedSites.Source(stack.naming)
            callers[place, default: Caller(stack: stack)].peak.add(map.peak)
            callers[place]?.end.add(map.end)
        }
        self.callers = Array(callers.values)
    }

    /// Returns the callers that held maps at a moment, those with the most resident memory first.
    package func all(at moment: HeapMoment) -> [Caller] {
        callers.filter { $0.sum(at: moment).count > 0 }.sorted { first, second in
            let (one, other) = (first.sum(at: moment), second.sum(at: moment))
            return (one.residentBytes, one.bytes, second.frame?.function ?? "")
                > (other.residentBytes, other.bytes, first.frame?.function ?? "")
        }
    }
}

extension HeapProfile.MapSum {
    /// Adds another sum.
    package mutating func add(_ other: Self) {
        count += other.count
        bytes += other.bytes
        residentBytes += other.residentBytes
    }
}

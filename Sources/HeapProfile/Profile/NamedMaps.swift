/// The anonymous maps of a profile by the function that called for them: those at one line of one
/// function are one.
package struct NamedMaps: Sendable {
    /// The maps of one line of the user's code.
    package struct Caller: Sendable {
        /// The stack of one of its calls, innermost first; empty without a stack.
        package var stack: [NamedFrame]
        /// At the highest reading of memory.
        package var peak = HeapProfile.MapSum()
        /// At the end.
        package var end = HeapProfile.MapSum()

        /// The frame that names it; nil without a stack.
        package var frame: NamedFrame? { stack.naming }

        /// Its memory at a moment.
        package func sum(at moment: HeapMoment) -> HeapProfile.MapSum {
            moment == .peak ? peak : end
        }
    }

    private let callers: [Caller]

    /// Adds up the maps of a profile.
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

    /// Who held maps at a moment, those with most in memory first.
    package func all(at moment: HeapMoment) -> [Caller] {
        callers.filter { $0.sum(at: moment).count > 0 }.sorted { first, second in
            let (one, other) = (first.sum(at: moment), second.sum(at: moment))
            return (one.residentBytes, one.bytes, second.frame?.function ?? "")
                > (other.residentBytes, other.bytes, first.frame?.function ?? "")
        }
    }
}

extension HeapProfile.MapSum {
    /// Adds another.
    package mutating func add(_ other: Self) {
        count += other.count
        bytes += other.bytes
        residentBytes += other.residentBytes
    }
}

/// Where the files of a process were in its memory.
package struct AddressMap: Sendable {
    /// Mappings of files, by address.
    package let mappings: [MemoryRegion]

    /// Parses the text of `/proc/PID/maps` or `smaps`.
    package init(parsing text: String) {
        self.init(MemoryRegion.all(parsing: text))
    }

    /// Takes the mappings of files.
    package init(_ regions: [MemoryRegion]) {
        mappings = regions.filter { $0.hasFile && !$0.name.isEmpty }.sorted { $0.start < $1.start }
    }

    /// The mapping that holds an address; nil for memory without a file.
    package func mapping(of address: UInt64) -> MemoryRegion? {
        let index = mappings.firstIndexOfSorted { $0.end > address }
        guard index < mappings.count, mappings[index].start <= address else { return nil }
        return mappings[index]
    }
}

extension Array {
    /// The first index from which on a condition holds, in an array that is sorted by it; the count if it
    /// never does.
    func firstIndexOfSorted(where holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

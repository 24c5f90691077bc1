/// The addresses at which files were mapped in a process.
package struct AddressMap: Sendable {
    /// The mappings of files, by address.
    package let mappings: [MemoryRegion]

    /// Parses the text of `/proc/PID/maps` or `smaps`.
    package init(parsing text: String) {
        self.init(MemoryRegion.all(parsing: text))
    }

    /// Keeps the regions that are mappings of files.
    package init(_ regions: [MemoryRegion]) {
        mappings = regions.filter { $0.hasFile && !$0.name.isEmpty }.sorted { $0.start < $1.start }
    }

    /// Returns the mapping that contains an address; `nil` for memory without a file.
    package func mapping(of address: UInt64) -> MemoryRegion? {
        let index = mappings.firstIndexOfSorted { $0.end > address }
        guard index < mappings.count, mappings[index].start <= address else { return nil }
        return mappings[index]
    }
}

extension Array {
    /// Returns the first index at which a condition holds, by binary search; the count if it never
    /// does.
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

internal import Files
internal import HeapProfile

extension SampleFolder {
    /// Returns the phases that the last program of a process reported, in order.
    func phases(of process: Int) -> [PhaseSnapshot] {
        let names = directoryEntries(path).filter { $0.hasPrefix("\(process)-") }
        let images = names.compactMap { Int($0.dropFirst("\(process)-".count)) }
        guard let image = images.max() else { return [] }
        let prefix = "\(process)-\(image).phase"
        let numbers = names.filter { $0.hasPrefix(prefix) }
            .compactMap { Int($0.dropFirst(prefix.count)) }.sorted()
        return numbers.compactMap { number in
            let contents = try? OpenFile(reading: "\(path)/\(prefix)\(number)").readAll()
            return contents.flatMap { PhaseSnapshot($0) }
        }
    }
}

internal import HeapProfile

extension Autopsy {
    /// Its threads, without what the unwinder guessed; none where no map tells whose code it was.
    var readableThreads: [ThreadStack] {
        guard !map.isEmpty else { return [] }
        let code = CodeRanges(parsing: map)
        return threads.map(code.clipped)
    }

    /// Its threads by name. Where the symbolizer fails they have addresses: they are an answer on the
    /// side, and no reason to lose a measurement.
    ///
    /// - Parameter searchPath: Where the symbolizer is looked for, as in `PATH`.
    func end(searchPath: String) async -> ProcessEnd {
        var builder = ProfileBuilder(
            map: AddressMap(parsing: map), symbolizer: LLVMSymbolizer(searchPath: searchPath))
        let threads = await builder.namedThreads(readableThreads)
        return ProcessEnd(processID: Int(process), threads: threads)
    }
}

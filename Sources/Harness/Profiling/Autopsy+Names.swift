internal import HeapProfile

extension Autopsy {
    /// The threads without the unwinder's guesses; empty if no map attributes their code.
    var readableThreads: [ThreadStack] {
        guard !map.isEmpty else { return [] }
        let code = CodeRanges(parsing: map)
        return threads.map(code.clipped)
    }

    /// Returns the threads with function names. If the symbolizer fails, they have addresses:
    /// stacks are extra information, and a failure must not lose a measurement.
    ///
    /// - Parameter searchPath: The search path of the symbolizer, like `PATH`.
    func end(searchPath: String) async -> ProcessEnd {
        var builder = ProfileBuilder(
            map: AddressMap(parsing: map), symbolizer: LLVMSymbolizer(searchPath: searchPath))
        let threads = await builder.namedThreads(readableThreads)
        return ProcessEnd(processID: Int(process), threads: threads)
    }
}

/// Transforms elements, a number of them at a time, and hands the results on in the order of the
/// elements.
///
/// The next is started as soon as any has ended; a result that comes early waits for those before
/// it.
func inWindow<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int,
    transform: @escaping @Sendable (Element) async throws -> Result,
    each: (Result) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var early: [Int: Result] = [:]
        var waiting = elements.enumerated().makeIterator()
        func startNext() {
            guard let (index, element) = waiting.next() else { return }
            group.addTask { (index, try await transform(element)) }
        }
        for _ in 0..<width { startNext() }
        var next = 0
        while let (index, result) = try await group.next() {
            startNext()
            early[index] = result
            while let result = early.removeValue(forKey: next) {
                try await each(result)
                next += 1
            }
        }
    }
}

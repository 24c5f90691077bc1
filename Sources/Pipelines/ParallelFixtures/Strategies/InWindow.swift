/// Transforms elements, `width` at a time, and passes on the results in the elements' order.
///
/// The next element starts as soon as any has finished; an early result waits for those before it.
func inWindow<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int,
    transform: @escaping @Sendable (Element) async throws -> Result,
    each: (Result) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Placed<Result>.self) { group in
        var early: [Int: Result] = [:]
        var waiting = elements.enumerated().makeIterator()
        func startNext() {
            guard let (index, element) = waiting.next() else { return }
            group.addTask { Placed(index: index, result: try await transform(element)) }
        }
        for _ in 0..<width { startNext() }
        var next = 0
        while let placed = try await group.next() {
            startNext()
            early[placed.index] = placed.result
            while let result = early.removeValue(forKey: next) {
                try await each(result)
                next += 1
            }
        }
    }
}

/// A result with its element's index. Not a tuple: Swift 6.3's optimizer can lose the number of one
/// that a task returns.
private struct Placed<Result: Sendable>: Sendable {
    let index: Int
    let result: Result
}

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

/// A result and its element's place. No tuple: of one that a task returns, the optimizer of Swift 6.3
/// can lose the number.
private struct Placed<Result: Sendable>: Sendable {
    let index: Int
    let result: Result
}

/// Waits until a condition holds; returns false if it doesn't before the deadline.
package func eventually(
    within deadline: Duration = .seconds(20), _ condition: () throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
        if try condition() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return try condition()
}

import Dispatch
import Foundation
import Synchronization

/// An action that is repeated on its own thread to disturb a test.
final class Meddler: Sendable {
    private let isDone = Atomic(false)
    private let end = DispatchSemaphore(value: 0)

    init(_ act: @escaping @Sendable (Int) -> Void) {
        Thread.detachNewThread { [self] in
            var number = 0
            while !isDone.load(ordering: .relaxed) {
                number += 1
                act(number)
            }
            end.signal()
        }
    }

    func stop() {
        isDone.store(true, ordering: .relaxed)
        end.wait()
    }
}

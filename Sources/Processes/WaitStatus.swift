/// The end of a process, from wait(2)'s status word.
package enum WaitStatus: Equatable, Sendable {
    case exited(code: Int)
    case signaled(signal: Int32)

    /// Creates a status from the status word of a process that ended.
    package init(_ status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(code: Int(status >> 8 & 0xFF)) : .signaled(signal: signal)
    }
}

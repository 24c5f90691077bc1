internal import CLinux
internal import Glibc

/// The signals that ask the harness to stop.
///
/// ```swift
/// StopSignals.install()
/// while StopSignals.last == nil { try await Task.sleep(for: .milliseconds(10)) }
/// ```
package enum StopSignals {
    /// Records SIGINT, SIGTERM and SIGHUP from now on, instead of dying from them.
    ///
    /// Only for work that checks ``last`` at short intervals; otherwise, the program can't be
    /// stopped.
    package static func install() {
        for signal in [SIGINT, SIGTERM, SIGHUP] { _ = clinux_install_forwarder(signal) }
        // Every process of a tree takes two descriptors.
        clinux_raise_descriptor_limit()
    }

    /// Ignores SIGPIPE, so that a closed pipe causes an error instead of ending the program.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Forwards SIGQUIT too, which some commands handle without ending.
    package static func forwardQuit() {
        _ = clinux_install_forwarder(SIGQUIT)
    }

    /// The last signal that arrived; `nil` if none did.
    package static var last: Int32? {
        let signal = clinux_last_signal()
        return signal == 0 ? nil : signal
    }
}

internal import CLinux
internal import Glibc

/// The signals that ask the harness to stop.
package enum StopSignals {
    /// Takes note of SIGINT, SIGTERM and SIGHUP from now on, instead of dying of them.
    ///
    /// Only for work that asks ``last`` at short intervals, or the program can't be stopped.
    package static func install() {
        for signal in [SIGINT, SIGTERM, SIGHUP] { _ = clinux_install_forwarder(signal) }
        // Every process of a tree takes two descriptors.
        clinux_raise_descriptor_limit()
    }

    /// Ignores SIGPIPE, so that a reader who leaves is an error number and not an end.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Forwards SIGQUIT too, which some commands answer without ending.
    package static func forwardQuit() {
        _ = clinux_install_forwarder(SIGQUIT)
    }

    /// The last one that came; nil if none did.
    package static var last: Int32? {
        let signal = clinux_last_signal()
        return signal == 0 ? nil : signal
    }
}

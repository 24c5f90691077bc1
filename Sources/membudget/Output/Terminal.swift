import Glibc
import Processes

/// A standard stream as a terminal, with its width.
struct Terminal {
    /// The columns if the width is unknown.
    static let usualColumns = 100

    private let descriptor: Int32

    /// Standard output.
    static let output = Terminal(descriptor: STDOUT_FILENO)
    /// Standard error.
    static let error = Terminal(descriptor: STDERR_FILENO)

    /// Whether the stream is a terminal that understands escape sequences, so not a `dumb` one.
    var isScreen: Bool {
        isatty(descriptor) == 1 && (currentEnvironment()["TERM"] ?? "") != "dumb"
    }

    /// The current width in columns, because a terminal may be resized at any time. Without a
    /// terminal, the value of `COLUMNS`; `nil` if unknown.
    var knownColumns: Int? {
        var size = winsize()
        let status = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
        if status == 0, size.ws_col > 0 { return Int(size.ws_col) }
        let asked = currentEnvironment()["COLUMNS"].flatMap { Int($0) } ?? 0
        return asked > 0 ? asked : nil
    }

    /// The current width in columns; 100 if unknown.
    var columns: Int { knownColumns ?? Self.usualColumns }

    /// The width of a report in columns: at least 60 to fit, at most 200 to be readable.
    var reportColumns: Int { Self.readable(columns) }

    /// The width at which text is wrapped; `nil` if unknown, so that it isn't wrapped.
    var wrapColumns: Int? { knownColumns.map(Self.readable) }

    private static func readable(_ columns: Int) -> Int { min(200, max(60, columns)) }
}

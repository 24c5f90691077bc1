import Glibc
import Processes

/// A standard stream as a screen: whether it is a terminal that can be drawn on, and its columns.
struct Terminal {
    /// The columns where nobody says how many there are.
    static let usualColumns = 100

    private let descriptor: Int32

    /// Standard output.
    static let output = Terminal(descriptor: STDOUT_FILENO)
    /// Standard error.
    static let error = Terminal(descriptor: STDERR_FILENO)

    /// Whether escape sequences are understood: a terminal, and not a `dumb` one.
    var isScreen: Bool {
        isatty(descriptor) == 1 && (currentEnvironment()["TERM"] ?? "") != "dumb"
    }

    /// The columns now: a terminal may be resized at any time. Without a terminal those that the variable
    /// COLUMNS asks for; nil if nobody says.
    var knownColumns: Int? {
        var size = winsize()
        let status = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
        if status == 0, size.ws_col > 0 { return Int(size.ws_col) }
        let asked = currentEnvironment()["COLUMNS"].flatMap { Int($0) } ?? 0
        return asked > 0 ? asked : nil
    }

    /// The columns now; 100 if nobody says.
    var columns: Int { knownColumns ?? Self.usualColumns }

    /// The columns of a report, which needs 60 and is hard to read across more than 200.
    var reportColumns: Int { Self.readable(columns) }

    /// The same for text that is not wrapped where nobody says how wide it may be.
    var wrapColumns: Int? { knownColumns.map(Self.readable) }

    private static func readable(_ columns: Int) -> Int { min(200, max(60, columns)) }
}

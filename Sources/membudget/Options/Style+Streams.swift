import Glibc
import Harness
import Reports

extension Style {
    /// Coloured on a terminal, unless NO_COLOR is set (no-color.org).
    static var forStandardOutput: Style { of(STDOUT_FILENO) }

    /// The same for standard error.
    static var forStandardError: Style { of(STDERR_FILENO) }

    private static func of(_ descriptor: Int32) -> Style {
        let isPlain = !(currentEnvironment()["NO_COLOR"] ?? "").isEmpty
        return Style(isColoured: isatty(descriptor) == 1 && !isPlain)
    }
}

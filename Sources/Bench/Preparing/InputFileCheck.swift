import Files
import Glibc
import MemoryBudget

/// The check of the `--input` file, made before any scenario is read.
enum InputFileCheck {
    /// Checks that the file can be read.
    ///
    /// - Throws: ``BenchError`` 66 with the reason.
    static func check(_ path: String) throws(BenchError) {
        guard access(path, R_OK) != 0 else { return }
        throw BenchError(.noInput, "can't read \(path): \(systemMessage(errno))")
    }
}

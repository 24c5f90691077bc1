import Files
import MemoryBudget
import RunStore

/// Finds a file for `--json` that can't be written, before anything is run.
///
/// - Parameters:
///   - path: The file; nil for none, `-` for standard output.
///   - status: The exit status for one that can't be written.
func checkExport(to path: String?, failing status: ExitStatus) throws {
    guard let path, path != "-" else { return }
    do throws(FileError) {
        try AtomicFile.checkWritable(parentPath(of: path))
    } catch {
        throw Failure(status, "can't write \(path): \(error.reason)")
    }
}

extension SearchOptions {
    /// Writes the JSON that was asked for, and the text unless that is where the JSON goes.
    func export(json encode: () throws -> [UInt8], text: () -> String) throws {
        if json == "-" {
            printOutput(String(decoding: try encode(), as: UTF8.self))
            return
        }
        printOutput(text())
        if let json { try AtomicFile.write(try encode(), to: json) }
    }
}

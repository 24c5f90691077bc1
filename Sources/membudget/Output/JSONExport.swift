import Files
import MemoryBudget
import Processes
import RunStore

/// Throws if the file of `--json` can't be written, before anything is run.
///
/// - Parameters:
///   - path: The file; `nil` for none, `-` for standard output.
///   - status: The exit status if the file can't be written.
func checkExport(to path: String?, failing status: ExitStatus) throws {
    guard let path, path != "-" else { return }
    do throws(FileError) {
        try AtomicFile.checkWritable(file: path)
    } catch {
        throw Failure(status, "can't write \(path): \(error.reason)")
    }
}

/// Writes the JSON of `--json`; a signal stops waiting for the reader of a FIFO.
///
/// - Parameter path: The file; `-` for standard output.
func writeExport(_ bytes: [UInt8], to path: String) throws {
    guard path != "-" else { return try printOutput(String(decoding: bytes, as: UTF8.self)) }
    do throws(FileError) {
        try AtomicFile.write(bytes, to: path) { StopSignals.last == nil }
    } catch {
        if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
        throw error
    }
}

extension SearchOptions {
    /// Writes the JSON if requested, and the text unless the JSON goes to standard output.
    func export(json encode: () throws -> [UInt8], text: () -> String) throws {
        if let json { try writeExport(try encode(), to: json) }
        if json != "-" { try printOutput(text()) }
    }
}

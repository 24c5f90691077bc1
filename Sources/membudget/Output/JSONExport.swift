import Files
import MemoryBudget
import RunStore

extension SearchOptions {
    /// A file that can't be written is found before anything is run.
    func checkExport() throws {
        guard let json, json != "-" else { return }
        do throws(FileError) {
            try AtomicFile.checkWritable(parentPath(of: json))
        } catch {
            throw Failure(.cannotCreate, "can't write \(json): \(error.reason)")
        }
    }

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

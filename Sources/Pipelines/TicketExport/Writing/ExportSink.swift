package import PipelineKit

/// The place where the bytes of an export go: a file, a response.
package protocol ExportSink: AnyObject {
    /// Takes the next bytes, which are there only during the call.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Completes an export of at least one row, all of whose bytes were taken.
    func finish() throws

    /// Ends an export without rows, of which nothing was written.
    func finishEmpty() throws
}

/// A file as the place of an export: made with the first bytes, and in its place when it is whole.
final class FileSink: ExportSink {
    private let path: String
    private let selection: TicketSelection
    private var file: ExportFile?

    /// Names a file that isn't there yet.
    init(path: String, selection: TicketSelection) {
        self.path = path
        self.selection = selection
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        let file = try self.file ?? ExportFile(at: path)
        self.file = file
        try file.write(bytes)
    }

    func finish() throws {
        try file?.publish()
    }

    func finishEmpty() {
        selection.sayEmpty()
    }
}

extension DelimitedWriter {
    /// Creates a writer for a run's output; the file comes with the first rows.
    ///
    /// - Parameter demand: Asked after every row with their number; false ends the export.
    package init(
        _ context: TrialContext, selection: TicketSelection, format: ExportFormat,
        demand: ExportCounter.Demand? = nil
    ) throws {
        try self.init(
            to: FileSink(path: context.output, selection: selection), query: selection.query,
            format: format, counter: ExportCounter(context.progress, demand: demand))
    }
}

package import PipelineKit

/// A destination of an export's bytes, such as a file or an HTTP response.
package protocol ExportSink: AnyObject {
    /// Takes the next bytes, which are valid only during the call.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Completes an export of at least one row, after all its bytes were written.
    func finish() throws

    /// Ends an export without rows, for which nothing was written.
    func finishEmpty() throws
}

/// A file as a sink; it is created with the first bytes and gets its name when it is complete.
final class FileSink: ExportSink {
    private let path: String
    private let selection: TicketSelection
    private var file: ExportFile?

    /// Creates a sink for a file that doesn't exist yet.
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
    /// Creates a writer to a run's output file, which is created with the first rows.
    ///
    /// - Parameter demand: Called after each row with the number of rows; `false` ends the export.
    package init(
        _ context: TrialContext, selection: TicketSelection, format: ExportFormat,
        demand: ExportCounter.Demand? = nil
    ) throws {
        try self.init(
            to: FileSink(path: context.output, selection: selection), query: selection.query,
            format: format, counter: ExportCounter(context.progress, demand: demand))
    }
}

#if XLSX
    import CXLSXWriter
    import Glibc
    import PipelineKit

    /// A sheet of a libxlsxwriter workbook that is being written; the workbook owns it.
    struct LibrarySheet {
        let handle: UnsafeMutablePointer<lxw_worksheet>
        /// The workbook's path, for messages.
        let workbookPath: String

        /// Writes a text that ``CellText`` has accepted.
        @inline(__always)
        func write(_ text: UnsafePointer<CChar>, row: Int, column: Int) throws(WorkerError) {
            let row = UInt32(truncatingIfNeeded: row)
            let column = UInt16(truncatingIfNeeded: column)
            try check(worksheet_write_string(handle, row, column, text, nil))
        }

        /// Writes a number that a double represents exactly.
        @inline(__always)
        func write(_ number: Int64, row: Int, column: Int) throws(WorkerError) {
            let row = UInt32(truncatingIfNeeded: row)
            let column = UInt16(truncatingIfNeeded: column)
            try check(worksheet_write_number(handle, row, column, Double(number), nil))
        }

        /// Writes a cell without a value.
        func writeBlank(
            row: Int, column: Int, format: UnsafeMutablePointer<lxw_format>?
        ) throws(WorkerError) {
            let row = UInt32(truncatingIfNeeded: row)
            let column = UInt16(truncatingIfNeeded: column)
            try check(worksheet_write_blank(handle, row, column, format))
        }

        @inline(__always)
        private func check(_ code: lxw_error) throws(WorkerError) {
            if code != LXW_NO_ERROR {
                throw WorkerError(.io, "cannot write '\(workbookPath)': \(words(of: code))")
            }
        }

        /// Checks that the rows so far are in the temporary file, if there is one.
        ///
        /// The library doesn't check its writes.
        @inline(__always)
        func checkTemporaryFile() throws(WorkerError) {
            guard let file = handle.pointee.optimize_tmpfile, ferror(file) != 0 else { return }
            throw lost(SystemError.last)
        }

        /// Writes out the last row, and returns the number of bytes in the temporary file.
        ///
        /// - Returns: `nil` if the rows are in memory.
        func finish() throws(WorkerError) -> Int? {
            guard let file = handle.pointee.optimize_tmpfile else { return nil }
            lxw_worksheet_write_single_row(handle)
            guard fflush(file) == 0 else { throw lost(SystemError.last) }
            try checkTemporaryFile()
            return ftell(file)
        }

        /// Closes the temporary file of a workbook that won't be closed itself.
        func closeTemporaryFile() {
            if let file = handle.pointee.optimize_tmpfile { fclose(file) }
        }

        private func lost(_ failure: SystemError) -> WorkerError {
            let message = "cannot write the temporary file beside '\(workbookPath)'"
            return WorkerError(.io, message, underlying: failure)
        }
    }
#endif

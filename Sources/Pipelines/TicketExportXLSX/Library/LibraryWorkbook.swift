#if XLSX
    import CXLSXWriter
    import Glibc
    import PipelineKit
    import TicketExport

    /// A workbook that libxlsxwriter writes.
    final class LibraryWorkbook: WorkbookOutput {
        private let file: ExportFile
        private let progress: TrialProgress
        private let handle: UnsafeMutablePointer<lxw_workbook>
        private var sheets: [LibrarySheet] = []
        /// The current row, counted from 0.
        private var row = 0
        private var isClosed = false
        /// A format without any formatting; the library owns it.
        private var emptyFormat: UnsafeMutablePointer<lxw_format>?

        /// Starts a workbook; the library fills its file when the workbook is closed.
        ///
        /// The library's temporary files go next to the output, which is on disk: the default
        /// folder is in memory on many machines. They have no names once they are open.
        init(
            _ file: ExportFile, holding: LibraryExport.Holding, progress: TrialProgress
        ) throws(WorkerError) {
            var options = lxw_workbook_options()
            options.constant_memory = holding == .oneRow ? 1 : 0
            let handle = directory(of: file.temporaryPath).withCString { directory in
                // The library copies the path.
                options.tmpdir = UnsafeMutablePointer(mutating: directory)
                return workbook_new_opt(file.temporaryPath, &options)
            }
            guard let handle else {
                throw WorkerError(
                    .io, "cannot write '\(file.path)': out of memory for a workbook")
            }
            self.file = file
            self.progress = progress
            self.handle = handle
        }

        deinit {
            guard !isClosed else { return }
            // The library doesn't close these.
            for sheet in sheets { sheet.closeTemporaryFile() }
            lxw_workbook_free(handle)
        }

        func beginSheet(named title: String) throws {
            guard let worksheet = workbook_add_worksheet(handle, title) else {
                throw WorkerError(
                    .io, "cannot create a temporary file next to '\(file.path)'",
                    underlying: SystemError.last)
            }
            sheets.append(LibrarySheet(handle: worksheet, workbookPath: file.path))
        }

        func beginRow(_ number: Int) {
            row = number - 1
        }

        @inline(__always)
        func add(_ text: UnsafeRawBufferPointer, column: Int) throws {
            guard let start = text.assumingMemoryBound(to: CChar.self).baseAddress else { return }
            try sheet.write(start, row: row, column: column)
        }

        @inline(__always)
        func add(_ number: Int64, column: Int) throws {
            try sheet.write(number, row: row, column: column)
        }

        func addEmpty(column: Int) throws {
            // The library ignores an empty text, and a blank cell unless it has a format.
            emptyFormat = emptyFormat ?? workbook_add_format(handle)
            try sheet.writeBlank(row: row, column: column, format: emptyFormat)
        }

        @inline(__always)
        func endRow() throws {
            try sheet.checkTemporaryFile()
        }

        private var sheet: LibrarySheet { sheets[sheets.count - 1] }

        /// Always `false`: the library takes any number of bytes; ``close()`` handles large sheets.
        var isSheetFull: Bool { false }

        /// Has the library compress everything into the file, and checks that all of it is there.
        func finish() throws {
            progress.phase("compress")
            let byteCounts = try sheets.map { try $0.finish() }
            try close(byteCounts)
            progress.phase("check")
            let parts = WrittenParts(
                path: file.temporaryPath, workbookPath: file.path, sheetByteCounts: byteCounts)
            try parts.check()
        }

        private func close(_ byteCounts: [Int?]) throws(WorkerError) {
            if byteCounts.contains(where: { $0 ?? 0 > SheetLimits.byteCountMax }) {
                handle.pointee.options.use_zip64 = 1
            }
            isClosed = true
            let (code, failure) = silencingStandardError {
                (workbook_close(handle), SystemError.last)
            }
            switch code {
            case LXW_NO_ERROR: break
            case LXW_ERROR_CREATING_XLSX_FILE, LXW_ERROR_CREATING_TMPFILE,
                LXW_ERROR_ZIP_FILE_OPERATION:
                throw WorkerError(.io, "cannot write '\(file.path)'", underlying: failure)
            default:
                throw WorkerError(.io, "cannot write '\(file.path)': \(words(of: code))")
            }
        }
    }

    /// Returns the library's message for an error code.
    func words(of code: lxw_error) -> String {
        lxw_strerror(code).map { String(cString: $0) } ?? "libxlsxwriter's error \(code.rawValue)"
    }

    private func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
#endif

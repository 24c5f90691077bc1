#if XLSX
    import PipelineKit
    import XLSXReader

    /// A check that a workbook that was just written is complete.
    struct WrittenParts {
        /// The workbook's current path.
        let path: String
        /// The workbook's final path, for messages.
        let workbookPath: String
        /// The bytes of each sheet's rows; `nil` for sheets that were in the library's memory.
        let sheetByteCounts: [Int?]

        /// Decompresses the parts that were temporary files, and checks that each is complete.
        ///
        /// libxlsxwriter continues after a failed write to a temporary file: if a disk is full for
        /// a moment, a sheet ends early or lacks its last rows.
        /// - Throws: ``WorkerError`` with code `io`.
        func check() throws {
            do {
                let archive = try ZipArchive(path: path)
                for (index, byteCount) in sheetByteCounts.enumerated() {
                    let part = "xl/worksheets/sheet\(index + 1).xml"
                    let found = try PartEnds(of: part, in: archive).byteCount(
                        between: "<sheetData>", and: "</sheetData>", end: "</worksheet>")
                    guard let found, found == byteCount ?? found else {
                        throw lost("sheet \(index + 1)")
                    }
                }
                if sheetByteCounts.contains(nil) {
                    let texts = try PartEnds(of: "xl/sharedStrings.xml", in: archive)
                        .byteCount(between: "<sst", and: "</sst>", end: "</sst>")
                    guard texts != nil else { throw lost("its texts") }
                }
            } catch let error as BrokenWorkbook {
                throw WorkerError(.io, "'\(workbookPath)' is incomplete", underlying: error)
            }
        }

        private func lost(_ what: String) -> WorkerError {
            WorkerError(
                .io,
                "cannot write '\(workbookPath)': part of \(what) was lost in a temporary file"
                    + " next to it, which happens when the disk is full")
        }
    }

    /// The first and last bytes of a part, and its length.
    private struct PartEnds {
        private static let keptByteCount = 4 << 10

        private let head: [UInt8]
        private let tail: [UInt8]
        private let byteCount: Int

        init(of part: String, in archive: borrowing ZipArchive) throws {
            var head: [UInt8] = []
            var tail: [UInt8] = []
            var byteCount = 0
            try archive.read(part) { bytes in
                head.append(contentsOf: bytes.prefix(Self.keptByteCount - head.count))
                tail.append(contentsOf: bytes.suffix(Self.keptByteCount))
                tail.removeFirst(max(0, tail.count - Self.keptByteCount))
                byteCount += bytes.count
            }
            self.head = head
            self.tail = tail
            self.byteCount = byteCount
        }

        /// Returns the number of bytes between two marks; `nil` if one is missing or the end
        /// differs.
        func byteCount(between opening: String, and closing: String, end: String) -> Int? {
            guard let start = head.firstRange(of: opening.utf8)?.upperBound,
                let rest = tail.firstRange(of: closing.utf8)?.lowerBound,
                tail.suffix(end.utf8.count).elementsEqual(end.utf8)
            else { return nil }
            return byteCount - (tail.count - rest) - start
        }
    }
#endif

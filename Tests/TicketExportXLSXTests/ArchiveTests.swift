import Foundation
import PipelineKit
import Synchronization
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("Archives for workbooks")
struct ArchiveTests {
    /// An archive that only records its parts.
    final class Recorded: ArchiveOutput, Sendable {
        private let state = Mutex<(parts: [(name: String, bytes: [UInt8])], isClosed: Bool)>(
            ([], false))
        /// The number of parts that are accepted before there is no more room.
        private let partCountMax: Int

        init(partCountMax: Int = .max) {
            self.partCountMax = partCountMax
        }

        var parts: [(name: String, bytes: [UInt8])] { state.withLock { $0.parts } }
        var isClosed: Bool { state.withLock { $0.isClosed } }

        func beginPart(_ name: String) throws(WorkerError) {
            guard parts.count < partCountMax else { throw WorkerError(.io, "no room") }
            state.withLock { $0.parts.append((name, [])) }
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
            let added = Array(bytes)
            state.withLock { $0.parts[$0.parts.count - 1].bytes += added }
        }

        func endPart() {}

        func close() {
            state.withLock { $0.isClosed = true }
        }
    }

    /// Parts with sizes around a block's.
    private static let parts: [(name: String, bytes: [UInt8])] = [
        0, 1, 65_535, 65_536, 65_537, 1_000_000,
    ].map { count in ("part\(count)", (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
    }

    private func write(_ parts: [(name: String, bytes: [UInt8])], to archive: any ArchiveOutput)
        throws
    {
        for part in parts {
            try archive.beginPart(part.name)
            try part.bytes.withUnsafeBytes { try archive.write($0) }
            try archive.endPart()
        }
        try archive.close()
    }

    @Test("Python reads every part of an archive", arguments: Compressor.available)
    func readable(compressor: Compressor) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.zip")
        let writer = try ZipWriter(path: path, name: path, compressor: compressor)
        try write(Self.parts, to: writer)
        for part in Self.parts {
            try Data(part.bytes).write(to: URL(fileURLWithPath: directory.path(part.name)))
        }
        let answer = try await Python.run(
            """
            import os, sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            print(archive.testzip(), all(
                archive.read(name) == open(os.path.dirname(sys.argv[1]) + "/" + name, "rb").read()
                for name in archive.namelist()), len(archive.namelist()))
            """, arguments: [path])
        #expect(answer == "None True \(Self.parts.count)\n")
    }

    @Test("An archive on a thread gets the same parts in the same order")
    func threaded() throws {
        let recorded = Recorded()
        try write(Self.parts, to: try ArchiveThread { recorded })
        #expect(recorded.parts.map(\.name) == Self.parts.map(\.name))
        #expect(recorded.parts.map(\.bytes) == Self.parts.map(\.bytes))
        #expect(recorded.isClosed)
    }

    @Test("An error on the thread is thrown by a later call, and the thread ends")
    func threadFails() throws {
        let recorded = Recorded(partCountMax: 1)
        let archive = try ArchiveThread { recorded }
        let error = #expect(throws: WorkerError.self) { try write(Self.parts, to: archive) }
        #expect(error?.message == "no room")
        #expect(!recorded.isClosed)
        #expect(recorded.parts.count == 1)
    }

    @Test("An archive that can't be opened is an error when it is closed at the latest")
    func unopened() throws {
        let archive = try ArchiveThread { () throws(WorkerError) in
            throw WorkerError(.io, "no such place")
        }
        let error = #expect(throws: WorkerError.self) { try archive.close() }
        #expect(error?.message == "no such place")
    }

    @Test("An archive that is released is never closed, and its thread ends")
    func abandoned() throws {
        let recorded = Recorded()
        do {
            let archive = try ArchiveThread { recorded }
            try archive.beginPart("a")
            try Self.parts[5].bytes.withUnsafeBytes { try archive.write($0) }
        }
        #expect(!recorded.isClosed)
    }

    /// Bytes of text, and their markup in a workbook.
    private static let markups: [(byte: UInt8, markup: String)] = [
        (UInt8(ascii: "&"), "&amp;"), (UInt8(ascii: "<"), "&lt;"), (UInt8(ascii: ">"), "&gt;"),
        (1, "_x0001_"), (0x1F, "_x001F_"), (0x0D, "_x000D_"), (UInt8(ascii: "\n"), "\n"),
        (UInt8(ascii: "\t"), "\t"), (UInt8(ascii: " "), " "), (UInt8(ascii: "="), "="),
    ]

    @Test("Markup is escaped at any position of a text")
    func escaping() throws {
        let recorded = Recorded()
        let xml = XMLBuffer(recorded)
        var expected: [UInt8] = []
        try recorded.beginPart("a")
        for length in 0..<20 {
            for place in 0..<max(length, 1) {
                for (byte, markup) in Self.markups {
                    var text = Array("é/0aZ_~\u{7F}".utf8)
                    while text.count < length { text += text }
                    text = Array(text.prefix(length))
                    if length > 0 { text[place] = byte }
                    try text.withUnsafeBytes { try xml.append(escaping: $0) }
                    expected += text.prefix(place)
                    if length > 0 { expected += Array(markup.utf8) }
                    expected += text.dropFirst(place + 1)
                }
            }
        }
        try xml.flush()
        #expect(recorded.parts.first?.bytes == expected)
        #expect(xml.byteCount == expected.count)
    }

    @Test("Short texts are the decimals and the cell references that they stand for")
    func shortTexts() throws {
        func text(_ short: ShortText) -> String {
            withUnsafeBytes(of: short.word.littleEndian) {
                String(decoding: $0.prefix(short.byteCount), as: UTF8.self)
            }
        }
        for number in [0, 1, 9, 10, 99, 100, 1_048_576, 99_999_999] {
            #expect(text(ShortText(number)) == "\(number)")
        }
        let starts = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
        for (column, letters) in starts {
            #expect(text(WorkbookXML.cellStart(column: column)) == "<c r=\"" + letters)
        }
    }
}

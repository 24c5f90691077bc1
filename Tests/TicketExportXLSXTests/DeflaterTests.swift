import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("Compressors of workbooks", .serialized)
struct DeflaterTests {
    /// A stream as Python's zlib inflates it, which is another copy of the library.
    private struct Inflated: Decodable {
        var isEqual: Bool
        var isEnded: Bool
        var unusedByteCount: Int
        var checksum: UInt32
        var compressedByteCount: Int
    }

    /// A stream and its uncompressed bytes.
    private struct Stream {
        var compressed = Data()
        var checksum: UInt32 = 0
        var plain: Data
    }

    private static let inflating = """
        import json, sys, zlib
        answers = []
        for path in sys.argv[1:]:
            plain, stream = open(path + ".plain", "rb").read(), open(path, "rb").read()
            inflater = zlib.decompressobj(-15)
            data = inflater.decompress(stream) + inflater.flush()
            answers.append({"isEqual": data == plain, "isEnded": inflater.eof,
                "unusedByteCount": len(inflater.unused_data), "checksum": zlib.crc32(plain),
                "compressedByteCount": len(stream)})
        print(json.dumps(answers))
        """

    /// Returns random bytes.
    private static func noise(_ count: Int) -> Data {
        var generator = SeededGenerator(state: 7)
        return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func text(_ count: Int) -> Data {
        let lines = (0...(count / 20)).map { "<c r=\"A\($0)\"><v>\($0 % 977)</v></c>" }
        return Data(lines.joined().utf8.prefix(count))
    }

    /// Inputs, each with the size of the pieces in which it is written.
    private static let cases: [(plain: Data, pieceByteCount: Int)] = [
        (Data(), 1), (Data("a".utf8), 1), (text(70_000), 1), (noise(70_000), 1),
        (text(3_000_000), 64 << 10), (noise(1_000_000), 64 << 10),
        (Data(count: 2_000_000), 64 << 10), (text(500_000), 32_771),
        (text(1_000_000) + noise(300_000) + text(1_000_000), 2_300_000),
    ]

    private func compress(
        _ plain: Data, pieceByteCount: Int, by deflater: any Deflater
    ) throws -> Stream {
        var stream = Stream(plain: plain)
        let sink: Deflater.Sink = { stream.compressed.append(contentsOf: $0) }
        try deflater.begin()
        try plain.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
                let end = min(start + pieceByteCount, bytes.count)
                let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                stream.checksum = deflater.checksum(of: piece, after: stream.checksum)
                try deflater.write(piece, into: sink)
            }
        }
        try deflater.finish(into: sink)
        return stream
    }

    private func inflate(_ streams: [Stream]) async throws -> [Inflated] {
        let directory = try TemporaryDirectory()
        var paths: [String] = []
        for (index, stream) in streams.enumerated() {
            let path = directory.path("\(index)")
            try stream.compressed.write(to: URL(fileURLWithPath: path))
            try stream.plain.write(to: URL(fileURLWithPath: path + ".plain"))
            paths.append(path)
        }
        let answer = try await Python.run(Self.inflating, arguments: paths)
        return try JSONDecoder().decode([Inflated].self, from: Data(answer.utf8))
    }

    @Test(
        "Python inflates the output for any input in any pieces",
        arguments: Compressor.available)
    func roundTrips(compressor: Compressor) async throws {
        // One deflater for all, so that nothing of one part may get into the next.
        let deflater = try compressor.makeDeflater()
        let streams = try Self.cases.map {
            try compress($0.plain, pieceByteCount: $0.pieceByteCount, by: deflater)
        }
        let inflated = try await inflate(streams)
        #expect(inflated.count == Self.cases.count)
        for (stream, answer) in zip(streams, inflated) {
            #expect(answer.isEqual && answer.isEnded && answer.unusedByteCount == 0)
            #expect(answer.checksum == stream.checksum)
        }
        let ofNoise = inflated[5].compressedByteCount
        #expect(ofNoise < 1_000_000 + 1_000_000 / 100, "incompressible data hardly grows")
        #expect(inflated[4].compressedByteCount < 3_000_000 / 4, "compressible data shrinks")
    }

    @Test(
        "The same bytes in the same pieces give the same stream",
        arguments: Compressor.available)
    func reproducible(compressor: Compressor) throws {
        let text = Self.text(400_000)
        let used = try compressor.makeDeflater()
        _ = try compress(Self.noise(100_000), pieceByteCount: 5000, by: used)
        let first = try compress(text, pieceByteCount: 64 << 10, by: used)
        let second = try compress(
            text, pieceByteCount: 64 << 10, by: try compressor.makeDeflater())
        #expect(first.compressed == second.compressed)
    }

    @Test(
        "An error of the sink is passed on, and the next part is complete",
        arguments: Compressor.available)
    func failingSink(compressor: Compressor) async throws {
        let deflater = try compressor.makeDeflater()
        let noise = Self.noise(300_000)
        try deflater.begin()
        let error = #expect(throws: WorkerError.self) {
            try noise.withUnsafeBytes { bytes in
                try deflater.write(bytes) { _ throws(WorkerError) in
                    throw WorkerError(.io, "full")
                }
                try deflater.finish { _ throws(WorkerError) in throw WorkerError(.io, "full") }
            }
        }
        #expect(error?.message == "full")
        let next = try compress(Self.text(100_000), pieceByteCount: 999, by: deflater)
        #expect(try await inflate([next]).allSatisfy { $0.isEqual && $0.isEnded })
    }

    @Test("A build has zlib, and lists the fastest of its compressors first")
    func compressors() throws {
        #expect(Compressor.available.last == .zlib)
        #expect(Compressor.available.first == Compressor.fastest)
        for compressor in Compressor.allCases where !Compressor.available.contains(compressor) {
            let error = #expect(throws: WorkerError.self) { try compressor.makeDeflater() }
            #expect(error?.code == .unavailable)
        }
        for compressor in Compressor.available {
            var strategy = StreamedExport()
            strategy.compressor = compressor
            #expect(strategy.about.contains("compressed by \(compressor.name)"))
        }
    }
}

/// A generator of the same numbers every time: SplitMix64.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

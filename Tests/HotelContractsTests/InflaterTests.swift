import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

@Suite("Inflaters")
struct InflaterTests {
    /// Returns the inflaters that are built and available on this machine.
    private static func inflaters() throws -> [any Inflater] {
        var found: [any Inflater] = [try ZlibInflater(#require(ZlibFunctions()))]
        #if ISAL
            if let functions = ISALFunctions() { found.append(ISALInflater(functions)) }
        #endif
        return found
    }

    /// Returns a stream's decompressed bytes, with input and output in pieces of given sizes.
    private func inflated(
        _ stream: [UInt8], by inflater: any Inflater, inputByteCount: Int, outputByteCount: Int
    ) throws -> [UInt8]? {
        var result: [UInt8] = []
        var output = [UInt8](repeating: 0, count: outputByteCount)
        var rest = stream[...]
        inflater.begin()
        while true {
            let (count, isAtEnd) = try rest.prefix(inputByteCount).withUnsafeBytes { bytes in
                var input = bytes
                let step = try output.withUnsafeMutableBytes {
                    try inflater.step(&input, into: $0)
                }
                rest = rest.dropFirst(bytes.count - input.count)
                return step
            }
            result += output.prefix(count)
            if isAtEnd { return result }
            if count == 0, rest.isEmpty { return nil }
        }
    }

    private func stream(of text: String, level: Int) async throws -> [UInt8] {
        let script = """
            import sys, zlib
            packer = zlib.compressobj(\(level), zlib.DEFLATED, -15)
            print((packer.compress(sys.stdin.buffer.read()) + packer.flush()).hex())
            """
        let hex = try await Python.run(script, input: text)
        let digits = Array(hex.utf8.filter { $0 > 0x20 })
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }

    @Test("Bytes equal the original for any pieces", arguments: [0, 1, 6, 9])
    func roundTrip(level: Int) async throws {
        let text = (0..<4000).map { "{\($0)}:(N,0.000,\($0 % 97).125)" }.joined(separator: "\n")
        let packed = try await stream(of: text, level: level)
        for inflater in try Self.inflaters() {
            for (inputs, outputs) in [(1, 7), (13, 1), (100, 4096), (1 << 20, 1 << 20)] {
                let bytes = try inflated(
                    packed, by: inflater, inputByteCount: inputs, outputByteCount: outputs)
                #expect(bytes == Array(text.utf8), "\(type(of: inflater)), \(inputs), \(outputs)")
            }
        }
    }

    @Test("A truncated stream never ends, and a damaged one is an error")
    func damaged() async throws {
        let packed = try await stream(of: String(repeating: "contract ", count: 99), level: 6)
        for inflater in try Self.inflaters() {
            let cut = try inflated(
                packed.dropLast(3), by: inflater, inputByteCount: 8, outputByteCount: 64)
            #expect(cut == nil)
            #expect(throws: DamagedStream.self) {
                try inflated([7, 1, 2, 3], by: inflater, inputByteCount: 8, outputByteCount: 64)
            }
            // The inflater can be reused.
            #expect(
                try inflated(packed, by: inflater, inputByteCount: 8, outputByteCount: 64)?.count
                    == 891)
        }
    }

    @Test("Checksums are those of ZIP, also in parts")
    func checksums() throws {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for inflater in try Self.inflaters() {
            let parts = bytes.withUnsafeBytes { whole in
                stride(from: 0, to: 1000, by: 100).reduce(UInt32(0)) { sum, start in
                    inflater.checksum(
                        of: UnsafeRawBufferPointer(rebasing: whole[start..<start + 100]),
                        after: sum)
                }
            }
            #expect(parts == checksum(bytes))
        }
    }
}

internal import Glibc

/// A digest of bytes in their order, to tell whether a file's content is what it was.
///
/// Any change that happens by accident shows; it is no defence against somebody who forges one. Four
/// sums are kept side by side, so that hashing is about as fast as reading memory.
package struct ContentDigest: Sendable {
    /// All but the last chunk are a multiple of this, in bytes.
    package static let blockBytes = 32

    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9
    )
    private var byteCount = 0

    /// The digest of no bytes.
    package init() {}

    /// Adds the next chunk; only the last one may be of any length.
    package mutating func add(_ chunk: UnsafeRawBufferPointer) {
        precondition(byteCount % Self.blockBytes == 0, "a chunk follows one that was the last")
        byteCount += chunk.count
        let whole = chunk.count / Self.blockBytes * Self.blockBytes
        addBlocks(UnsafeRawBufferPointer(rebasing: chunk[..<whole]))
        guard whole < chunk.count else { return }
        withUnsafeTemporaryAllocation(byteCount: Self.blockBytes, alignment: 8) { block in
            for index in 0..<Self.blockBytes {
                block[index] = whole + index < chunk.count ? chunk[whole + index] : 0
            }
            addBlocks(UnsafeRawBufferPointer(block))
        }
    }

    private mutating func addBlocks(_ bytes: UnsafeRawBufferPointer) {
        var (first, second, third, fourth) = lanes
        var offset = 0
        while offset < bytes.count {
            first = Self.mix(
                first, with: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            second = Self.mix(
                second, with: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            third = Self.mix(
                third, with: bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
            fourth = Self.mix(
                fourth, with: bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
            offset += Self.blockBytes
        }
        lanes = (first, second, third, fourth)
    }

    /// Thirty-two hexadecimal digits.
    package var hexadecimal: String {
        let length = UInt64(byteCount)
        let (first, second, third, fourth) = lanes
        let high = [first, second, third, fourth].reduce(length) { Self.mix($0, with: $1) }
        let low = [fourth, second, first, third].reduce(~length) { Self.mix($0, with: $1) }
        return [high, low].map { half in
            let digits = String(Self.finished(half), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private static func mix(_ state: UInt64, with word: UInt64) -> UInt64 {
        let product = (state ^ word.littleEndian) &* 0x9FB2_1C65_1E98_DF25
        return product ^ product >> 32
    }

    private static func finished(_ state: UInt64) -> UInt64 {
        var hash = (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}

extension ContentDigest {
    /// The digest of a regular file's content, or of a tree's: of the names and contents of all files
    /// below it. Links in a tree count by their targets' names.
    ///
    /// - Parameter progress: Called after every chunk with its size, in bytes; what it throws ends
    ///   the reading.
    /// - Throws: `FileError` for what can't be read, and what `progress` throws.
    package static func of(
        _ path: String, progress: (_ byteCount: Int) throws -> Void = { _ in }
    ) throws -> String {
        guard FileKind(of: path) == .directory else {
            return try ofFile(path, progress: progress)
        }
        var lines: [String] = []
        try addLines(of: path, below: "", to: &lines, progress: progress)
        return of(lines.joined(separator: "\n"))
    }

    private static func of(_ text: String) -> String {
        var (text, digest) = (text, ContentDigest())
        text.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
        return digest.hexadecimal
    }

    private static func addLines(
        of folder: String, below prefix: String, to lines: inout [String],
        progress: (Int) throws -> Void
    ) throws {
        for name in try Directory.names(in: folder).sorted() {
            let (path, relative) = ("\(folder)/\(name)", "\(prefix)\(name)")
            switch FileKind(ofLink: path) {
            case .directory:
                lines.append("\(relative)/")
                try addLines(of: path, below: "\(relative)/", to: &lines, progress: progress)
            case .regular:
                lines.append("\(relative) \(try ofFile(path, progress: progress))")
            default:
                lines.append("\(relative) \(realpathText(path) ?? "")")
            }
        }
    }

    private static func ofFile(
        _ path: String, progress: (Int) throws -> Void
    ) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(.read, path) }
        defer { close(descriptor) }
        var digest = ContentDigest()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            guard let filled = readFully(descriptor, into: buffer) else {
                throw FileError(.read, path)
            }
            digest.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
            try progress(filled)
            if filled < buffer.count { return digest.hexadecimal }
        }
    }
}

/// The path without links, absolute; nil if there is nothing.
package func realpathText(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

internal import Glibc

/// A digest of bytes in order, to detect whether a file's content has changed.
///
/// ```swift
/// let digest = try ContentDigest.of("/data/orders.csv")
/// print(digest.count)  // 32
/// ```
///
/// The digest detects accidental changes, but not deliberate forgery. It keeps four sums side by
/// side, so that hashing is about as fast as reading memory.
package struct ContentDigest: Sendable {
    /// The size in bytes of which every chunk except the last must be a multiple.
    package static let blockBytes = 32

    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9
    )
    private var byteCount = 0

    /// Creates the digest of no bytes.
    package init() {}

    /// Adds the next chunk. All chunks except the last must be a multiple of ``blockBytes``.
    package mutating func add(_ chunk: UnsafeRawBufferPointer) {
        precondition(byteCount % Self.blockBytes == 0, "only the last chunk may have any length")
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

    /// The digest as 32 hexadecimal digits.
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
    /// Returns the digest of a regular file's content, or of a tree's: the names and contents of
    /// all files in it. Links in a tree are represented by their targets' paths.
    ///
    /// - Parameter progress: Called after every chunk with its size, in bytes; an error that it
    ///   throws stops the reading.
    /// - Throws: `FileError` if something can't be read, and any error of `progress`.
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

/// Returns the absolute path without links; `nil` if nothing exists there.
package func realpathText(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

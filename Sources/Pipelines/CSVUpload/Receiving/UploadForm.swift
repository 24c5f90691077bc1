package import HTTPServing
package import Multipart
import NIOCore

/// A form with one file, read from a request body as it arrives.
///
/// ```swift
/// func countBytes(of form: UploadForm) async throws -> Int {
///     var count = 0
///     try await form.readFile(take: { count += $0.count }, makeRoom: {})
///     return count
/// }
/// ```
package struct UploadForm {
    /// The name of the form field that holds the file.
    package static let fileField = "file"

    private let body: BodyReader
    private let boundary: MultipartBoundary
    private let onReceive: (Int) -> Void

    /// Creates a form for a request body; nothing is read yet.
    ///
    /// - Parameter onReceive: Called after each chunk with the bytes of the body so far.
    package init(
        _ body: BodyReader, boundary: MultipartBoundary,
        onReceive: @escaping (Int) -> Void = { _ in }
    ) {
        self.body = body
        self.boundary = boundary
        self.onReceive = onReceive
    }

    /// Reads the form to its end and passes on the file's bytes; other fields are skipped.
    ///
    /// - Parameters:
    ///   - take: Takes bytes of the file, which are valid only during the call.
    ///   - makeRoom: Called after each chunk of the body; the client is slowed while it waits.
    ///   Neither closure may block: both run on the connection's thread.
    /// - Throws: ``BodyError``, ``MultipartError``, ``FormError``; errors of the closures.
    package func readFile(
        take: (UnsafeRawBufferPointer) throws -> Void, makeRoom: () async throws -> Void
    ) async throws {
        try await body.onConnectionThread { try await readFileHere(take: take, makeRoom: makeRoom) }
    }

    private func readFileHere(
        take: (UnsafeRawBufferPointer) throws -> Void, makeRoom: () async throws -> Void
    ) async throws {
        var parser = MultipartParser(boundary: boundary)
        var fileCount = 0
        var isFile = false
        while let chunk = try await body.next() {
            try chunk.withUnsafeReadableBytes { bytes in
                try parser.push(bytes) { event in
                    switch event {
                    case .part(let part):
                        isFile = part.name == Self.fileField
                        if isFile { fileCount += 1 }
                        guard fileCount < 2 else { throw FormError.severalFiles }
                    case .payload(let bytes): if isFile { try take(bytes) }
                    case .partEnd: isFile = false
                    }
                }
            }
            onReceive(body.byteCount)
            try await makeRoom()
        }
        try parser.finish()
        guard fileCount == 1 else { throw FormError.noFile }
    }
}

/// An error in the form: not exactly one file.
package enum FormError: Error, Hashable, Sendable, CustomStringConvertible {
    case noFile
    case severalFiles

    /// The message: one sentence without a full stop.
    package var description: String {
        let field = UploadForm.fileField
        return switch self {
        case .noFile: "the form has no field '\(field)'; send the file in that field"
        case .severalFiles: "the form has more than one field '\(field)'; send one file at a time"
        }
    }
}

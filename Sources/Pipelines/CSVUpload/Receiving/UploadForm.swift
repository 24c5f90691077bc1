package import HTTPServing
package import Multipart
import NIOCore

/// A form with one file, read from a request's body as it comes.
package struct UploadForm {
    /// The name of the field that holds the file.
    package static let fileField = "file"

    private let body: BodyReader
    private let boundary: MultipartBoundary
    private let onReceive: (Int) -> Void

    /// Names a form.
    ///
    /// - Parameter onReceive: Told after every chunk how many bytes of the body came so far.
    package init(
        _ body: BodyReader, boundary: MultipartBoundary,
        onReceive: @escaping (Int) -> Void = { _ in }
    ) {
        self.body = body
        self.boundary = boundary
        self.onReceive = onReceive
    }

    /// Reads it to its end, and hands the bytes of the file on. Other fields are passed over.
    ///
    /// - Parameters:
    ///   - take: Gets the file's bytes where they lie.
    ///   - makeRoom: Called after every chunk of the body; the client is slowed while it waits.
    ///   Neither may block: both run on the connection's thread.
    /// - Throws: ``BodyError``, ``MultipartError``, ``FormError``; what the closures throw.
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

/// A form that isn't the expected one.
package enum FormError: Error, Hashable, Sendable, CustomStringConvertible {
    case noFile
    case severalFiles

    /// One sentence without a full stop.
    package var description: String {
        let field = UploadForm.fileField
        return switch self {
        case .noFile: "the form has no field '\(field)'; send the file in it"
        case .severalFiles: "the form has more than one field '\(field)'; send one file at a time"
        }
    }
}

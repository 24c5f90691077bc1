import Multipart

/// The parts of a body, as reported by the parser.
struct Parsed: Hashable {
    struct Part: Hashable {
        var name: String
        var filename: String?
        var payload: [UInt8] = []
        var isComplete = false
    }

    var parts: [Part] = []
    var error: MultipartError.Code?
    var byteOffset: Int?
}

/// Parses a body that arrives in these chunks.
func parse(
    _ chunks: [ArraySlice<UInt8>], boundary: String = "b", limits: MultipartLimits = .init()
) throws -> Parsed {
    var parser = MultipartParser(
        boundary: try MultipartBoundary(Array(boundary.utf8)), limits: limits)
    var parsed = Parsed()
    do {
        for chunk in chunks {
            try chunk.withUnsafeBytes { bytes in
                try parser.push(bytes) { event in
                    switch event {
                    case .part(let part):
                        parsed.parts.append(.init(name: part.name, filename: part.filename))
                    case .payload(let bytes):
                        precondition(!bytes.isEmpty, "payload is never empty")
                        parsed.parts[parsed.parts.count - 1].payload += bytes
                    case .partEnd: parsed.parts[parsed.parts.count - 1].isComplete = true
                    }
                }
            }
        }
        try parser.finish()
    } catch let error as MultipartError {
        parsed.error = error.code
        parsed.byteOffset = error.byteOffset
    }
    return parsed
}

/// Parses a body that arrives in chunks of one size.
func parse(
    _ body: [UInt8], chunkByteCount: Int = .max, boundary: String = "b",
    limits: MultipartLimits = .init()
) throws -> Parsed {
    let size = min(chunkByteCount, max(body.count, 1))
    let chunks = stride(from: 0, to: body.count, by: size).map {
        body[$0..<min($0 + size, body.count)]
    }
    return try parse(chunks, boundary: boundary, limits: limits)
}

func parse(
    _ body: String, chunkByteCount: Int = .max, boundary: String = "b",
    limits: MultipartLimits = .init()
) throws -> Parsed {
    try parse(
        Array(body.utf8), chunkByteCount: chunkByteCount, boundary: boundary, limits: limits)
}

/// A simple splitter of a complete body, with which the parser is compared.
///
/// It assumes correct headers.
struct NaiveSplitter {
    private let text: [UInt8]
    private let delimiter: [UInt8]
    private(set) var payloads: [[UInt8]] = []
    private(set) var error: MultipartError.Code?

    init(_ body: [UInt8], boundary: String) {
        // As if a line had ended before it.
        text = Array("\r\n".utf8) + body
        delimiter = Array("\r\n--\(boundary)".utf8)
        split()
    }

    private mutating func split() {
        var payloadStart: Int?
        var position = 0
        while position < text.count {
            guard text[position...].starts(with: delimiter) else {
                position += 1
                continue
            }
            var next = position + delimiter.count
            if text[next...].starts(with: Array("--".utf8)) {
                if let payloadStart { end(payloadStart, at: position) }
                return
            }
            let blankStart = next
            while next < text.count, text[next] == 0x20 || text[next] == 0x09 { next += 1 }
            if text[next...].starts(with: Array("\r\n".utf8)) {
                if let payloadStart { end(payloadStart, at: position) }
                guard let start = headersEnd(from: next + 2) else { break }
                payloadStart = start
                position = start - 2
            } else if text.count - next < 2,
                next == text.count || text[next] == 0x0D
                    || (text[next] == 0x2D && next == blankStart)
            {
                break
            } else if next > blankStart || text[next] == 0x0D {
                error = .badDelimiter
                return
            } else {
                position += 1
            }
        }
        error = .incomplete
    }

    private mutating func end(_ start: Int, at position: Int) {
        payloads.append(start < position ? Array(text[start..<position]) : [])
    }

    /// Returns the position after the empty line that ends headers; `nil` if there is none.
    private func headersEnd(from start: Int) -> Int? {
        text.indices.dropFirst(start).first { text[$0...].starts(with: Array("\r\n\r\n".utf8)) }
            .map { $0 + 4 }
    }
}

/// Returns one part of a body, without what follows it.
func part(_ name: String, _ payload: String, boundary: String = "b") -> String {
    "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(payload)\r\n"
}

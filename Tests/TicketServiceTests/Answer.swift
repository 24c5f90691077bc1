import Foundation

/// An HTTP answer, parsed strictly.
struct Answer: Sendable, CustomStringConvertible {
    /// The status; `nil` without an answer.
    let status: Int?
    /// The headers, by lower-case name.
    let headers: [String: String]
    /// The body, without the framing of chunks.
    private(set) var body = Data()
    /// Whether the body ends as its framing declares.
    private(set) var isWhole = false

    /// Parses all bytes received on a connection.
    init(_ bytes: [UInt8]) {
        let data = Data(bytes)
        let mark = Data("\r\n\r\n".utf8)
        let split = data.range(of: mark)
        let head = String(decoding: data[..<(split?.lowerBound ?? data.endIndex)], as: UTF8.self)
        let lines = head.components(separatedBy: "\r\n")
        status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
            return (parts.first.map { $0.lowercased() } ?? "", value)
        }
        headers = Dictionary(fields, uniquingKeysWith: { "\($0), \($1)" })
        guard let split else { return }
        readBody(data[split.upperBound...])
    }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body's JSON object; empty if it is not one.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
    }

    var description: String {
        "\(status ?? 0) \(headers) \(body.count) bytes \(text.prefix(300))"
    }

    private mutating func readBody(_ data: Data) {
        guard headers["transfer-encoding"] == "chunked" else {
            body = data
            isWhole = headers["content-length"].flatMap { Int($0) } == data.count
            return
        }
        var rest = data
        let lineEnd = Data("\r\n".utf8)
        while let end = rest.range(of: lineEnd) {
            let digits = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            guard let count = Int(digits, radix: 16) else { return }
            rest = rest[end.upperBound...]
            if count == 0 {
                isWhole = rest == lineEnd
                return
            }
            guard rest.count >= count + 2 else {
                body += rest
                return
            }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
    }
}

import HTTPClient
import Testing

@testable import StreamedJSON

/// Records the tokens it receives.
private struct Recorder: JSONReceiver {
    var words: [String] = []

    mutating func open(_ container: JSONContainer) {
        words.append(container == .object ? "{" : "[")
    }
    mutating func close(_ container: JSONContainer) {
        words.append(container == .object ? "}" : "]")
    }
    mutating func name(_ bytes: UnsafeRawBufferPointer) { add("n:", bytes) }
    mutating func text(_ bytes: UnsafeRawBufferPointer) { add("t:", bytes) }
    mutating func number(_ bytes: UnsafeRawBufferPointer) { add("", bytes) }
    mutating func literal(_ literal: JSONLiteral) { words.append("\(literal)") }

    private mutating func add(_ kind: String, _ bytes: UnsafeRawBufferPointer) {
        words.append(kind + String(decoding: bytes, as: UTF8.self))
    }
}

/// Returns the tokens of a text that arrives in chunks of `chunkByteCount` bytes.
private func pieces(_ text: String, chunkByteCount: Int = .max) throws -> [String] {
    var tokenizer = JSONTokenizer()
    var recorder = Recorder()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(chunkByteCount, max(bytes.count, 1))) {
        try Array(bytes[start...].prefix(chunkByteCount)).withUnsafeBytes {
            try tokenizer.feed($0, to: &recorder)
        }
    }
    try tokenizer.finish(&recorder)
    return recorder.words
}

@Suite("JSON in pieces")
struct JSONTests {
    private static let whole =
        #" {"a\n": [1, -2.5e+3, true, false, null, "x\u00e9\ud83d\ude00\\\"/", {}, []], "é": "", "n":0} "#
    private static let parts = [
        "{", "n:a\n", "[", "1", "-2.5e+3", "yes", "no", "null", "t:xé😀\\\"/", "{", "}", "[", "]",
        "]", "n:é", "t:", "n:n", "0", "}",
    ]

    @Test(
        "A text gives the same tokens in chunks of any size", arguments: [1, 2, 3, 5, 7, 8, 9, 999])
    func chunks(byteCount: Int) throws {
        #expect(try pieces(Self.whole, chunkByteCount: byteCount) == Self.parts)
    }

    @Test("A value may stand alone", arguments: ["1", "null", #""x""#, "[]"])
    func alone(text: String) throws {
        _ = try pieces(text)
        _ = try pieces(text, chunkByteCount: 1)
    }

    @Test(
        "Text that isn't JSON is refused, in one chunk and in many",
        arguments: [
            "", " ", "{", "[1", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "[,1]", "[1 2]", "1 2",
            "{1:2}", "]", "[}", #"{"a":1]"#, "tru", "nul", "True", "01", "1.", ".5", "-", "1e",
            "+1",
            "--1", #""abc"#, "\"a\u{1}b\"", #""\x""#, #""\u12""#, #""\u+123""#, #""\ud800""#,
            #""\ud800\u0041""#, "<html>", "[1]<", #"{"a":1}}"#,
        ])
    func refused(text: String) {
        for byteCount in [1, 3, Int.max] {
            #expect(throws: MalformedBody.self, "\(text)") {
                try pieces(text, chunkByteCount: byteCount)
            }
        }
    }

    @Test("The depth, and the length of a string split between chunks, are limited")
    func bounds() throws {
        let deep = JSONPosition.depthMax
        let nested = String(repeating: "[", count: deep) + String(repeating: "]", count: deep)
        #expect(try pieces(nested).count == 2 * deep)
        #expect(throws: MalformedBody("JSON that is nested too deeply")) {
            try pieces("[" + nested + "]")
        }
        let long = "\"" + String(repeating: "x", count: 70 << 10) + "\""
        #expect(try pieces(long).count == 1)
        #expect(throws: MalformedBody("JSON with an overlong string or number")) {
            try pieces(long, chunkByteCount: 4096)
        }
    }

    @Test("A tree holds everything")
    func tree() throws {
        let tree = try JSONTree(Array(#"{"a":[1,"x",null,true,{"b":2.5}],"c":7}"#.utf8))
        #expect(
            tree
                == .object([
                    "a": .array([
                        .number(1), .text("x"), .null, .bool(true), .object(["b": .number(2.5)]),
                    ]), "c": .number(7),
                ]))
        #expect(tree["c"]?.integer == 7 && tree["a"]?.elements?.count == 5 && tree["d"] == nil)
    }
}

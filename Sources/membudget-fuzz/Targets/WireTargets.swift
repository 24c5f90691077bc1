import Files
import Harness
import HTTPClient
import MemoryBudget
import Multipart
import Reports
import RunStore
import StreamedJSON

/// Readers of data from other processes: forms, JSON, standard error, the gauge page.
enum WireTargets {
    static let all = [multipart, json, stderr, gauges]

    // MARK: Forms

    private static let form = """
        multipart/form-data; boundary=b0undary
        --b0undary\r
        Content-Disposition: form-data; name="batch"\r
        \r
        1000\r
        --b0undary\r
        Content-Disposition: form-data; name="file"; filename*=UTF-8''a%20b.csv\r
        Content-Type: text/csv\r
        \r
        id,name\r
        1,"x"\r
        --b0undary--\r

        """

    /// The input's first line is its content type; the rest is the body, in chunks of all sizes.
    private static let multipart = FuzzTargetMaker(
        "multipart", seeds: { _ in [Array(form.utf8)] },
        run: { input, _ in
            let end = input.firstIndex(of: UInt8(ascii: "\n")) ?? input.count
            let type = String(decoding: input[..<end], as: UTF8.self)
            let boundary = try MultipartBoundary(contentType: type)
            for size in [1, 7, 1 << 16] {
                var parser = MultipartParser(boundary: boundary)
                try Self.feed(input.dropFirst(end + 1), in: size) { try parser.push($0) { _ in } }
                try parser.finish()
            }
        })

    // MARK: JSON

    private static let page = """
        {"items":[{"id":12,"name":"a\\u00e9\\ud83d\\ude00","price":-1.5e3,"ok":true,"none":null}],
        "next":"/items?page=2","total":184467}
        """

    private static let json = FuzzTargetMaker(
        "json", seeds: { _ in [Array(page.utf8), Array("[[],{},\"\",0]".utf8)] },
        run: { input, _ in
            let tree = Result { () throws(MalformedBody) in try JSONTree(input) }
            for size in [1, 5, 1 << 16] {
                var tokenizer = JSONTokenizer()
                var numbers = Numbers()
                try Self.feed(input[...], in: size) { try tokenizer.feed($0, to: &numbers) }
                try tokenizer.finish(&numbers)
            }
            _ = try tree.get().elements
        })

    private struct Numbers: JSONReceiver {
        mutating func open(_ container: JSONContainer) {}
        mutating func close(_ container: JSONContainer) {}
        mutating func name(_ bytes: UnsafeRawBufferPointer) {}
        mutating func text(_ bytes: UnsafeRawBufferPointer) {}
        mutating func number(_ bytes: UnsafeRawBufferPointer) { _ = JSONNumber.integer(bytes) }
        mutating func literal(_ literal: JSONLiteral) {}
    }

    private static func feed(
        _ bytes: ArraySlice<UInt8>, in size: Int, to take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rest = bytes
        while !rest.isEmpty {
            try rest.prefix(size).withUnsafeBytes(take)
            rest = rest.dropFirst(size)
        }
    }

    // MARK: Standard error

    private static let stderr = FuzzTargetMaker(
        "stderr",
        seeds: { _ in
            [
                Array(
                    "Traceback (most recent call last):\n  File \"a.py\", line 3\nKeyError: 'é'\n"
                        .utf8)
            ]
        },
        run: { input, place in
            var record = try RunDirectory(
                reading: "\(place.repository)/Tests/RecordedRuns/bench"
            ).record()
            let text = displayText(input)
            for index in record.scenarios[0].cells.indices {
                for trial in record.scenarios[0].cells[index].trials.indices {
                    record.scenarios[0].cells[index].trials[trial].stderrTail = text
                    record.scenarios[0].cells[index].trials[trial].outcome = .failed
                }
                record.scenarios[0].cells[index].strategy = String(text.prefix(200))
            }
            let source = ReportSource(run: record.worded, samples: [:])
            _ = try Renderers.files(of: source, by: Renderers.filing)
            for renderer in Renderers.console {
                _ = try renderer.text(of: source.run, style: .plain)
            }
        })

    // MARK: The gauge page

    private static let gauges = FuzzTargetMaker(
        "gauges",
        seeds: { place in
            let path = place.path("seed")
            _ = try GaugePage(path: path)
            defer { try? Directory.remove(path) }
            return [RegularFile.start(of: path, byteCountMaximum: 1 << 16) ?? []]
        },
        run: { input, place in
            let path = place.path("page")
            try? Directory.remove(path)
            let page = try GaugePage(path: path)
            try place.write(input, to: "page")
            _ = page.read()
            _ = page.jemallocPages(of: 7)
            _ = page.readPhase()
            _ = page.readAllocatorVersion()
        })
}

import Foundation
import MemoryBudget
import Testing

@testable import CSVIngest

@Suite("Splitting CSV as Python does")
struct PythonOracleTests {
    /// Prints for each text its rows, and whether it ends inside quotes.
    private static let program = """
        import csv, io, json, sys
        csv.field_size_limit(1 << 30)
        def read(text):
            text = text.removeprefix("\\ufeff")
            rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
            try:
                list(csv.reader(io.StringIO(text, newline=""), strict=True))
            except csv.Error as error:
                if "unexpected end" in str(error): return [rows, True]
            return [rows, False]
        # Strict reading stops at the first text behind a closing quote, so the state is also
        # followed by hand for those.
        def open_quote(text):
            state = "start"
            for character in text.removeprefix("\\ufeff"):
                if state == "quoted":
                    if character == '"': state = "closing"
                elif state == "closing" and character == '"': state = "quoted"
                elif state == "start" and character == '"': state = "quoted"
                elif character in ",\\r\\n": state = "start"
                else: state = "plain"
            return state == "quoted"
        texts = json.load(open(sys.argv[1]))
        print(json.dumps([[read(text)[0], read(text)[1] or open_quote(text)] for text in texts]))
        """

    private static func randomTexts(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix64(seed: seed)
        let pieces = [
            "a", "bc", "\"", "\"\"", ",", ",", "\n", "\r\n", "\r", "é", " ", "\"x,y\"", "\"p\nq\"",
            "long field without anything in it that lasts for more than one block of bytes",
        ]
        return (0..<count).map { _ in
            let length = Int.random(in: 0...24, using: &generator)
            return (0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        }
    }

    @Test("Random texts give Python's rows, at any chunk size")
    func random() throws {
        let texts =
            Self.randomTexts(3000, seed: 2024)
            + RecordSplitterTests.cases.map(\.text)
            .filter { !$0.contains("\u{0}") }
        let answer = try python(Self.program, JSONSerialization.data(withJSONObject: texts))
        let expected = try #require(answer as? [[Any]])
        try #require(expected.count == texts.count)
        var unterminatedCount = 0
        for (index, text) in texts.enumerated() {
            let rows = try #require(expected[index][0] as? [[String]])
            let isUnterminated = try #require(expected[index][1] as? Bool)
            unterminatedCount += isUnterminated ? 1 : 0
            for (chunk, buffer) in [(1, 16), (1 + index % 64, 16 + index % 100), (9999, 65536)] {
                let records = split(
                    Array(text.utf8), chunkByteCount: chunk, bufferByteCount: buffer)
                try #require(records.count == rows.count, "\(text.debugDescription)")
                #expect(
                    (records.last?.rejection == .unterminatedQuote) == isUnterminated,
                    "\(text.debugDescription)")
                for (record, row) in zip(records, rows) where record.rejection == nil {
                    #expect(record.fields == row.map { Array($0.utf8) }, "\(text.debugDescription)")
                }
            }
        }
        // The oracle would prove little if all texts were of one kind.
        #expect(unterminatedCount > 100 && unterminatedCount < 2900)
    }
}

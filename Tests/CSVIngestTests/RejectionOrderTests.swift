import PipelineKit
import Testing

@testable import CSVIngest

@Suite("The order of rejected rows")
struct RejectionOrderTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// A text whose rows are good, ragged or remarkably long, and the expected outcome.
    private struct MixedText {
        var text = "a,b\n"
        var stored: [String] = []
        var said: [String] = []
        private var line = 2

        /// Creates a text, with some good rows so long that two fill a batch to the other thread.
        init(rowCount: Int, hasLongRows: Bool) {
            for number in 1...rowCount {
                let isLong = hasLongRows && number % 3 == 0
                addRow("\(number)", filling: String(repeating: "x", count: isLong ? 150_000 : 3))
                if number % 2 == 0 { addRagged() }
                if number % 25 == 0 { addManyLines("m\(number)") }
            }
        }

        private mutating func addRow(_ name: String, filling: String) {
            text += "\(name),\(filling)\n"
            stored.append(name)
            line += 1
        }

        private mutating func addRagged() {
            text += "ragged\n"
            said.append("{\"line\":\(line),\"reason\":\"1 fields, expected 2\"}")
            line += 1
        }

        private mutating func addManyLines(_ name: String) {
            text += "\(name),\"\(String(repeating: "\n", count: 120))\"\n"
            stored.append(name)
            said.append(
                "{\"line\":\(line),\"reason\":\"the record spans 120 line breaks: a quote opens on"
                    + " line \(line), and the record ends on line \(line + 120)\",\"kept\":true}")
            line += 121
        }
    }

    @Test(
        "Rejected rows keep their order and lines for any pieces and commits",
        arguments: [1, 7, 64, 5000], [1, 2, 1000])
    func order(pieceByteCount: Int, batch: Int) throws {
        let mixed = MixedText(rowCount: 60, hasLongRows: pieceByteCount > 100)
        var run = try PiecewiseRun(mixed.text, batch: batch, output: scratch.path("out.db"))
        run.pieceByteCount = pieceByteCount
        try run()
        #expect(try run.storedRows() == mixed.stored)
        #expect(try run.rejections() == mixed.said)
        #expect(run.context.progress.unitsDone == mixed.stored.count)
        #expect(run.context.progress.unitsRejected == 30)
    }
}

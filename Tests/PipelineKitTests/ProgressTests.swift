import CGaugePage
import Foundation
import PipelineKit
import Testing

@Suite("Progress and rejected units")
struct ProgressTests {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String {
        directory.appending(path: name).path
    }

    private func makePage(processID: Int32, byteCount: Int = Int(GAUGE_PAGE_BYTES)) throws -> String
    {
        var page = gauge_page()
        page.magic = GAUGE_PAGE_MAGIC
        page.version = UInt64(GAUGE_PAGE_VERSION)
        page.process_id = UInt64(processID)
        var data = withUnsafeBytes(of: page) { Data($0) }
        data.append(Data(repeating: 0, count: Int(GAUGE_PAGE_BYTES) - data.count))
        let path = path("page-\(processID)-\(byteCount)")
        try data.prefix(byteCount).write(to: URL(filePath: path))
        return path
    }

    private func readPage(_ path: String) throws -> gauge_page {
        let data = try Data(contentsOf: URL(filePath: path))
        return data.withUnsafeBytes { $0.loadUnaligned(as: gauge_page.self) }
    }

    @Test("The counts of several threads arrive in the page's file")
    func counting() async throws {
        let path = try makePage(processID: getpid())
        let progress = TrialProgress.watched(pagePath: path)
        progress.expect(4000)
        progress.phase("ingest")
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<1000 { progress.advance() } }
            }
        }
        progress.reject(3)
        var page = try readPage(path)
        #expect(page.worker_attached == 1)
        #expect(page.units_done == 4000)
        #expect(page.units_failed == 3)
        #expect(page.units_total == 4000)
        let phase = withUnsafeBytes(of: &page.phase) {
            String(decoding: $0.prefix(6), as: UTF8.self)
        }
        #expect(phase == "ingest")
    }

    @Test("The page of another process, a truncated one and a missing one are left alone")
    func strangers() throws {
        let foreign = try makePage(processID: getpid() + 1)
        let before = try Data(contentsOf: URL(filePath: foreign))
        let short = try makePage(processID: getpid(), byteCount: 512)
        for path in [foreign, short, path("none"), nil] {
            let progress = TrialProgress.watched(pagePath: path)
            progress.advance(2)
            #expect(progress.unitsDone == 2)
        }
        #expect(try Data(contentsOf: URL(filePath: foreign)) == before)
    }

    @Test("A hundred rejected units are recorded as JSON lines, all are counted")
    func rejecting() throws {
        let progress = TrialProgress.unwatched()
        let rejected = RejectedUnits(path: path("rejected.jsonl"), progress: progress)
        for line in 1...150 { try rejected.add(line: line, reason: "not \"\\ \u{1}\n\u{7F} é😀") }
        #expect(rejected.count == 150)
        #expect(progress.unitsRejected == 150)
        let lines = try String(contentsOfFile: path("rejected.jsonl"), encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count == RejectedUnits.recordedCountMax)
        for (index, line) in lines.enumerated() {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["line"] as? Int == index + 1)
            #expect(object?["reason"] as? String == "not \"\\ \u{1}\n\u{7F} é😀")
        }
    }

    @Test("A rejected unit of a tree is recorded with its file")
    func rejectingInTree() throws {
        let rejected = RejectedUnits(path: path("tree.jsonl"), progress: .unwatched())
        try rejected.add(file: "D_PMI/ID#1", line: 3, reason: "no date")
        let text = try String(contentsOfFile: path("tree.jsonl"), encoding: .utf8)
        #expect(text == #"{"file":"D_PMI/ID#1","line":3,"reason":"no date"}"# + "\n")
    }

    @Test("Without rejected units there is no file")
    func nothingRejected() {
        _ = RejectedUnits(path: path("none.jsonl"), progress: .unwatched())
        #expect(!FileManager.default.fileExists(atPath: path("none.jsonl")))
    }

    @Test("If the rejected units can't be recorded, the error has the reason")
    func unwritable() {
        let missing = RejectedUnits(path: path("no/rejected.jsonl"), progress: .unwatched())
        let error = #expect(throws: WorkerError.self) { try missing.add(line: 1, reason: "x") }
        #expect(error?.code == .io)
        #expect(error?.description.hasSuffix("No such file or directory") == true)
        let full = RejectedUnits(path: "/dev/full", progress: .unwatched())
        let fullError = #expect(throws: WorkerError.self) { try full.add(line: 1, reason: "x") }
        #expect(
            fullError?.description == "cannot create '/dev/full': File exists")
    }
}

import MemoryBudget
import Foundation
import MemoryBudget
import TestSupport
import Testing
import UploadService

@Suite("Uploads as a service", .serialized)
struct ServiceTests {
    @Test("An upload becomes a database, and the response describes its content")
    func upload() async throws {
        let file = try CSVFile(rowCount: 2500)
        let expected = try await file.expected()
        try await Service.running { service in
            let answer = try await service.answer(to: Form(file: file.text))
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.json["rows"] as? Int == 2498 && answer.json["rejected"] as? Int == 2)
            let name = try #require(answer.json["database"] as? String)
            #expect(try file.outcome(of: service.directory.path(name)) == expected)
            let rejected = try #require(answer.json["rejected_rows_file"] as? String)
            #expect(try service.files == [name, rejected].sorted())
            let status = try await HTTPAnswer(to: "GET", "/uploads/1", port: service.port)
            #expect(status.json["state"] as? String == "complete")
            #expect(status.json["rows"] as? Int == 2498)
        }
    }

    @Test("Ten uploads at once are all stored row for row")
    func tenAtOnce() async throws {
        let files = try (1...10).map { try CSVFile(rowCount: 20_000, seed: $0) }
        try await Service.running {
            $0.uploadCountMax = 10
        } work: { service in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for file in files {
                    group.addTask {
                        let answer = try await Command.run(
                            [
                                "curl", "-q", "-s", "-F", "file=@\(file.path)",
                                "http://127.0.0.1:\(service.port)/uploads",
                            ])
                        let json = try JSONSerialization.jsonObject(
                            with: Data(answer.standardOutput.utf8))
                        let name = (json as? [String: Any])?["database"] as? String ?? "none"
                        let found = try file.outcome(of: service.directory.path(name))
                        #expect(found == (try await file.expected()))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Anything but a form with one CSV file is rejected with a reason, and leaves nothing")
    func refusals() async throws {
        var notAForm = Form(file: "a,b\n1,2\n")
        notAForm.contentType = "text/csv"
        var noBoundary = notAForm
        noBoundary.contentType = "multipart/form-data"
        let forms: [(Form, Int, String)] = [
            (notAForm, 415, "multipart/form-data"),
            (noBoundary, 400, "boundary"),
            (Form(body: Form.part("other", "a,b\n1,2") + "--b--"), 400, "no field 'file'"),
            (Form(body: Form.part("file", "a,b\n1,2")), 400, "closing boundary"),
            (Form(file: ""), 400, "it needs a header"),
            (Form(body: "--b\r\nX: 1\r\n\r\n\r\n--b--"), 400, "Content-Disposition"),
            (
                Form(body: Form.part("file", "a\n1") + Form.part("file", "a\n2") + "--b--"), 400,
                "more than one field"
            ),
        ]
        try await Service.running { service in
            for (form, status, words) in forms {
                let answer = try await service.answer(to: form)
                #expect(answer.status == status, "\(answer)")
                #expect((answer.json["error"] as? String)?.contains(words) == true, "\(answer)")
                #expect(try service.files.isEmpty)
            }
            let health = try await service.health()
            #expect(health["uploads_failed"] as? Int == forms.count)
        }
    }

    @Test("A body of the maximum size is stored, and one more byte is refused with 413")
    func limit() async throws {
        let form = Form(file: "a,b\n1,2\n")
        for (difference, status) in [(0, 200), (1, 200), (-1, 413)] {
            let answer = try await Service.running {
                $0.byteCountMax = form.body.utf8.count + difference
            } work: { service in
                try await service.answer(to: form)
            }
            #expect(answer.status == status)
        }
    }

    @Test("An interrupted upload leaves nothing, and reports how far it got")
    func brokenOff() async throws {
        let file = try CSVFile(rowCount: 50_000)
        try await Service.running { service in
            let form = Form(body: Form.part("file", file.text))
            do {
                let connection = try service.sending(
                    form.request(byteCount: form.body.utf8.count + 100))
                try await service.waitForRows()
                _ = connection
            }
            try await service.waitForFailures(1)
            let status = try await HTTPAnswer(to: "GET", "/uploads/1", port: service.port)
            let rows = try #require(status.json["rows"] as? Int)
            #expect(status.json["state"] as? String == "failed")
            #expect(rows > 0 && rows % 1000 == 0)
            #expect(try service.files.isEmpty)
        }
    }

    @Test(
        "Two hundred interrupted uploads leave memory, descriptors and files unchanged")
    func manyBrokenOff() async throws {
        let form = Form(body: Form.part("file", "a,b\n" + String(repeating: "1,2\n", count: 200)))
        try await Service.running { service in
            func breakOff(_ count: Int, after failureCount: Int) async throws {
                for index in 0..<count {
                    do { _ = try service.sending(form.request(byteCount: 1 << 20)) }
                    try await service.waitForFailures(failureCount + index + 1)
                }
            }
            // Pools and caches fill up first.
            try await breakOff(50, after: 0)
            let before = (try Self.descriptorCount(), try Self.residentByteCount())
            try await breakOff(200, after: 50)
            #expect(try service.files.isEmpty)
            #expect(try Self.descriptorCount() <= before.0 + 2)
            #expect(try Self.residentByteCount() - before.1 < 8 << 20)
            // The probe notices descriptors that stay open.
            let settled = try Self.descriptorCount()
            let kept = try (0..<20).map { _ in try RawConnection(port: service.port) }
            // Some of the others may be closed only now.
            #expect(try Self.descriptorCount() >= settled + kept.count / 2)
        }
    }

    private static func descriptorCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    private static func residentByteCount() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    @Test("A slow database slows the client, and nothing accumulates")
    func slowDatabase() async throws {
        try await Service.running {
            $0.batchRowCount = 10
            $0.commitDelayMilliseconds = 200
        } work: { service in
            let size = 256 << 20
            let head = Form.part("file", "a,b\n1,2\n").dropLast(2)
            let connection = try service.sending(
                Form(body: String(head)).request(byteCount: size + head.utf8.count))
            let rows = String(repeating: "1,2\n", count: 1 << 16)
            // Rows first, so that there is something to commit; then as much as can be sent.
            connection.send(rows)
            let sentCount = await connection.sendUntilStuck(byteCount: size)
            #expect(sentCount < 48 << 20)
        }
    }

    @Test("Uploads beyond the limit are refused until one ends")
    func busy() async throws {
        try await Service.running {
            $0.uploadCountMax = 1
        } work: { service in
            let form = Form(file: "a,b\n1,2\n")
            let first = try service.sending(form.request(byteCount: form.body.utf8.count + 2))
            for _ in 0..<2000
            where try await service.health()["uploads_running"] as? Int == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await service.answer(to: form).status == 503)
            first.send("\r\n")
            #expect(await HTTPAnswer(reading: first).status == 200)
            #expect(try await service.answer(to: form).status == 200)
        }
    }

    @Test("A stopping service ends uploads, discards them, and notifies their clients")
    func stopping() async throws {
        let file = try CSVFile(rowCount: 30_000)
        let answer = try await Service.running { service in
            let form = Form(body: Form.part("file", file.text))
            let connection = try service.sending(
                form.request(byteCount: form.body.utf8.count + 100))
            try await service.waitForRows()
            service.stop()
            let answer = await HTTPAnswer(reading: connection)
            #expect(try service.files.isEmpty)
            return answer
        }
        #expect(answer.status == 503, "\(answer)")
        #expect((answer.json["error"] as? String)?.contains("stopping") == true)
    }

    @Test("Progress is an event stream that ends when the upload ends")
    func events() async throws {
        try await Service.running { service in
            let events = try service.sending("GET /uploads/events HTTP/1.1\r\nhost: {host}\r\n\r\n")
            _ = try await events.read(until: "\n\n")
            _ = try await service.answer(to: Form(file: "a,b\n1,2\n"))
            let text = try await events.read(until: "\"state\":\"complete\"")
            #expect(text.contains("event:upload\n"))
        }
    }

    @Test("Unknown paths and methods are refused with a list of the known ones")
    func paths() async throws {
        try await Service.running { service in
            let answers = [
                try await HTTPAnswer(to: "GET", "/uploads", port: service.port),
                try await HTTPAnswer(to: "DELETE", "/health", port: service.port),
                try await HTTPAnswer(to: "GET", "/", port: service.port),
                try await HTTPAnswer(to: "GET", "/uploads/7", port: service.port),
            ]
            #expect(answers.map(\.status) == [405, 405, 404, 404])
            #expect(answers.allSatisfy { $0.json["error"] is String })
        }
    }
}

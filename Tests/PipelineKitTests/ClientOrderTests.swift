import Foundation
import PipelineKit
import TestSupport
import Testing

@Suite("Orders for the client of a measured server")
struct ClientOrderTests {
    @Test("A file's name is quoted for the form, and the form for the configuration file")
    func quoting() {
        let order = ClientOrder.upload(
            file: #"/data/a "b";\c.csv"#, field: "file", to: "http://127.0.0.1:1/uploads")
        #expect(
            order.text.contains(
                #"form = "file=@\"/data/a \\\"b\\\";\\\\c.csv\";type=text/csv""#))
    }

    @Test("curl itself carries out a download, and leaves no file if there is nothing to fetch")
    func download() async throws {
        let directory = try TemporaryDirectory()
        let source = try directory.write("1,2\n", to: #"so "ur" ce.csv"#)
        let url = URL(filePath: source).absoluteString
        for (url, expected) in [(url, "1,2\n"), (url + ".missing", nil)] {
            let output = directory.path("out put.csv")
            let order = directory.path("order")
            try ClientOrder.download(from: url, to: output, bytesPerSecond: 1 << 20)
                .place(at: order)
            _ = try await Command.run(["curl", "-q", "--config", order])
            #expect(FileManager.default.contents(atPath: output) == expected.map { Data($0.utf8) })
            try? FileManager.default.removeItem(atPath: output)
        }
    }

    @Test("For an order that can't be written, the error names the path")
    func unwritable() throws {
        let error = try #require(throws: WorkerError.self) {
            try ClientOrder.download(from: "http://127.0.0.1:1/", to: "/o")
                .place(at: "/no-such-folder/order")
        }
        #expect(error.code == .io)
        #expect(error.description.contains("/no-such-folder/order"))
    }
}

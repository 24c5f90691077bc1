import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import HeapProfile

@Suite("Asking llvm-symbolizer")
struct SymbolizerTests {
    /// A program of that name in a folder of its own, which runs a line of shell.
    private func symbolizer(_ line: String) throws -> (LLVMSymbolizer, TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        let path = try directory.write("#!/bin/sh\n\(line)\n", to: "llvm-symbolizer")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (try #require(LLVMSymbolizer(searchPath: directory.path)), directory)
    }

    @Test("Inlined functions come first, and a file without a line is not believed")
    func answer() async throws {
        let answer = #"""
            {"Address":"0x1","Symbol":[{"Column":1,"FileName":"/src/a.c","FunctionName":"inner","Line":3},
            {"Column":1,"FileName":"/src/b.c","FunctionName":"outer","Line":0}]}
            """#.replacing("\n", with: "")
        let (symbolizer, directory) = try symbolizer("echo '\(answer)'")
        let found = try await symbolizer.functions(
            at: [1], in: "/bin/app", timeout: .seconds(20))
        #expect(
            found == [
                [
                    SourceFunction(symbol: "inner", file: "/src/a.c", line: 3),
                    SourceFunction(symbol: "outer"),
                ]
            ])
        withExtendedLifetime(directory) {}
    }

    @Test(
        "One that fails, answers with nonsense or too little, or is too slow, is an error",
        arguments: ["exit 1", "echo nonsense", "echo '[]'", "sleep 60"])
    func failing(line: String) async throws {
        let (symbolizer, directory) = try symbolizer(line)
        await #expect(throws: (any Error).self) {
            _ = try await symbolizer.functions(
                at: [1], in: "/bin/app", timeout: .milliseconds(line == "sleep 60" ? 50 : 20_000))
        }
        withExtendedLifetime(directory) {}
    }
}

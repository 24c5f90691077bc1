import Glibc
import Testing

@testable import Processes

@Suite("Process files of the machine, and this process's arguments")
struct ProcessFilesTests {
    @Test("This machine's /proc is usable")
    func here() {
        #expect(ProcessFiles.objection() == nil)
    }

    @Test(
        "A /proc that is unreadable, of another namespace or without memory figures is refused",
        arguments: [
            ([:], "can't be read"),
            (["/proc/self/stat": "41 (membudget) R 1"], "another PID namespace"),
            (["/proc/self/stat": "4 (membudget) R 1"], "has no memory figures"),
            (
                ["/proc/self/stat": "4 (membudget) R 1", "/proc/4/status": "Name:\tmembudget\n"],
                "has no memory figures"
            ),
        ] as [([String: String], String)])
    func refused(files: [String: String], reason: String) throws {
        let objection = try #require(ProcessFiles.objection(process: 4) { files[$0] })
        #expect(objection.contains(reason))
        #expect(objection.contains("mount -t proc proc /proc"))
    }

    @Test("The arguments are those that the C library received")
    func arguments() {
        #expect(ProgramArguments.texts == CommandLine.arguments)
        #expect(ProgramArguments.exact.count == ProgramArguments.texts.count)
    }
}

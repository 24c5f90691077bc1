import Glibc
import Testing

@testable import Processes

@Suite("What a machine must tell of processes, and how this one was started")
struct ProcessFilesTests {
    @Test("This machine's /proc serves")
    func here() {
        #expect(ProcessFiles.objection() == nil)
    }

    @Test(
        "A /proc that can't be read, is another namespace's or tells no memory is refused",
        arguments: [
            ([:], "can't be read"),
            (["/proc/self/stat": "41 (membudget) R 1"], "another PID namespace"),
            (["/proc/self/stat": "4 (membudget) R 1"], "tells no memory"),
            (
                ["/proc/self/stat": "4 (membudget) R 1", "/proc/4/status": "Name:\tmembudget\n"],
                "tells no memory"
            ),
        ] as [([String: String], String)])
    func refused(files: [String: String], reason: String) throws {
        let objection = try #require(ProcessFiles.objection(process: 4) { files[$0] })
        #expect(objection.contains(reason))
        #expect(objection.contains("mount -t proc proc /proc"))
    }

    @Test("The arguments are those that the C library was given")
    func arguments() {
        #expect(ProgramArguments.texts == CommandLine.arguments)
        #expect(ProgramArguments.exact.count == ProgramArguments.texts.count)
    }
}

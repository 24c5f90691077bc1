import Foundation
import MemoryBudget
import ScenarioFiles
import TestSupport
import Testing

@Suite("Scenario files that someone else created")
struct ForeignFileTests {
    private static let text = "scenario: nap\ncommand: [sleep, 1]\n"
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
        try root.write(Self.text, to: "elsewhere/nap.yaml")
        try root.write("", to: "Scenarios/.keep")
    }

    private var library: ScenarioLibrary {
        ScenarioLibrary(directories: [root.path("Scenarios")])
    }

    @Test("A link that leads out of the folder is not read, not even for a diagnostic")
    func linkOut() throws {
        try root.write("root:secret:0:0\n", to: "shadow")
        try #require(symlink("../shadow", root.path("Scenarios/nap.yaml")) == 0)
        for request in ["nap", root.path("Scenarios")] {
            let error = #expect(throws: ScenarioFileError.self) {
                _ = try library.scenarios([request])
            }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("is a link that leads out of") == true)
            #expect(error?.message.contains("secret") == false)
        }
    }

    @Test("A link within the folder is followed, like those of a ConfigMap")
    func linkWithin() throws {
        // Hidden, so that the file isn't found twice.
        try root.write(Self.text, to: "Scenarios/..data/nap.yaml")
        try #require(symlink("..data/nap.yaml", root.path("Scenarios/nap.yaml")) == 0)
        #expect(try library.scenario("nap").name == "nap")
    }

    @Test("A link given by its path is followed")
    func named() throws {
        try #require(symlink("elsewhere/nap.yaml", root.path("nap.yaml")) == 0)
        #expect(try library.scenario(root.path("nap.yaml")).name == "nap")
    }

    @Test("A FIFO is refused without waiting, in a folder and by its path")
    func fifo() throws {
        try #require(mkfifo(root.path("Scenarios/nap.yaml"), 0o600) == 0)
        for request in ["nap", root.path("Scenarios/nap.yaml")] {
            let error = #expect(throws: ScenarioFileError.self) {
                _ = try library.scenario(request)
            }
            #expect(error?.message.contains("this is not a regular file") == true)
        }
    }
}

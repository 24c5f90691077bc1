import MemoryBudget
import ScenarioFiles
import Testing

@testable import Bench

@Suite("Folders that replace a command's placeholders")
struct CommandFoldersTests {
    private func status(_ template: [String], _ paths: [(CommandTemplate.Placeholder, String)])
        -> MemoryBudget.ExitStatus?
    {
        let scenario = Scenario(
            name: "job", job: .command(template), scales: [], budget: nil, trials: 1,
            allocator: .system, strategies: [])
        do {
            try CommandFolders(paths: paths.map { (placeholder: $0.0, path: $0.1) })
                .check(for: scenario)
            return nil
        } catch let error as BenchError {
            guard case .failed(let status) = error.code else { return nil }
            return status
        } catch {
            return nil
        }
    }

    @Test("A folder that is not UTF-8 is rejected if the command names it")
    func notText() {
        let lost = "/tmp/caf\u{FFFD}/folder"
        #expect(status(["{here}/job"], [(.here, lost)]) == .invalidScenario)
        #expect(status(["sh", "--job={libexec}/job"], [(.libexec, lost)]) == .invalidScenario)
        #expect(status(["./job"], [(.here, lost), (.libexec, lost)]) == nil)
        #expect(status(["{here}/job"], [(.here, "/tmp/caf\u{E9}")]) == nil)
    }

    @Test("The long name of a missing program is abbreviated")
    func longName() async throws {
        #expect(Diagnostic.quoted(String(repeating: "x", count: 1 << 20)).count == 201)
        #expect(Diagnostic.quoted("job") == "job")
    }
}

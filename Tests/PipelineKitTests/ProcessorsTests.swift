import TestSupport
import Testing

@testable import Threads

@Suite("Counting processors")
struct ProcessorsTests {
    @Test("The bits of the mask are counted, for any number of digits and groups")
    func masks() {
        func count(_ mask: String) -> Int? {
            Processors.allowedCount(
                inStatus: "Name:\tx\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0-999\nend:\t1\n")
        }
        #expect(count("1") == 1)
        #expect(count("3") == 2)
        #expect(count("ff,ffffffff") == 40)
        #expect(count("80000000,00000000,00000001") == 2)
        #expect(count("0") == nil)
    }

    @Test("A status without a mask gives no count")
    func missing() {
        #expect(Processors.allowedCount(inStatus: "") == nil)
        #expect(Processors.allowedCount(inStatus: "Cpus_allowed_list:\t0-1\n") == nil)
    }

    @Test("This process may use as many processors as nproc reports")
    func ours() async throws {
        let result = try await Command.run(["nproc"])
        #expect(
            Processors.usableCount == Int(result.standardOutput.split(separator: "\n").first ?? ""))
    }
}

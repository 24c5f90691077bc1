import TestSupport
import Testing

extension EndToEnd {
    /// The linker's protections, in every shipped program and library.
    @Suite(.enabled(if: Installed.has("readelf"), "there is no readelf")) struct Hardening {
        /// Bound at the start would raise the floor of workers, which are measured.
        private static let bound =
            ["", "-serve", "-sync", "-source", "-steady-dynamic"].map { "membudget\($0)" }
            + ["libmembudget-agent.so", "libmembudget-sampler.so"]
        private static let dynamic =
            bound
            + ["", "-http", "-postgres", "-server", "-xlsx"].map { "membudget-worker\($0)" }
        private static let all = dynamic + ["membudget-launcher", "membudget-steady"]

        private func readelf(_ option: String, of name: String) async throws -> String {
            let result = try await Command.run(["readelf", option, try Products.path(name)])
            #expect(result.status == 0, "\(result)")
            return result.standardOutput
        }

        @Test("Addresses are resolved at the start, then read-only; stacks are not executable")
        func addresses() async throws {
            for name in Self.all {
                let segments = try await readelf("-lW", of: name).split(separator: "\n")
                #expect(segments.contains { $0.contains("GNU_RELRO") }, "\(name)")
                let stack = segments.first { $0.contains("GNU_STACK") } ?? ""
                #expect(stack.contains(" RW ") && !stack.contains("RWE"), "\(name): \(stack)")
            }
            for name in Self.bound {
                #expect(try await readelf("-dW", of: name).contains("NOW"), "\(name)")
            }
        }

        @Test("Libraries are only searched in the folders of the system")
        func runPath() async throws {
            for name in Self.dynamic {
                let section = try await readelf("-dW", of: name)
                #expect(!section.contains("RUNPATH") && !section.contains("RPATH"), "\(name)")
            }
        }

        @Test("C code has stack protectors")
        func stacks() async throws {
            for name in ["libmembudget-sampler.so", "membudget", "membudget-worker"] {
                #expect(try await readelf("-sW", of: name).contains("__stack_chk_fail"), "\(name)")
            }
        }
    }
}

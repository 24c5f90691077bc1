import Files
package import MemoryBudget
package import Processes

/// A program that touches a known amount of memory and ends: what the machine's noise is measured with.
package struct SteadyProgram: Sendable {
    /// The memory that it touches.
    package static let bytes = ByteCount.mebibytes(8)

    /// Its linking.
    package let linking: ProgramNoise.Linking
    /// Its path.
    package let path: String

    /// The programs that are installed, and the names of those that are not.
    package static func installed(
        _ helpers: HelperPrograms
    ) -> (found: [SteadyProgram], missing: [String]) {
        let all = ProgramNoise.Linking.allCases.map { ($0, $0.steadyName) }
        let found = all.compactMap { linking, name in
            helpers.path(name).map { SteadyProgram(linking: linking, path: $0) }
        }
        return (found, all.map(\.1).filter { helpers.path($0) == nil })
    }
}

extension ProgramNoise.Linking {
    /// The name of the helper that is linked so.
    package var steadyName: String {
        switch self {
        case .static: "membudget-steady"
        case .dynamic: "membudget-steady-dynamic"
        }
    }
}

import Files
package import MemoryBudget
package import Processes

/// A program that touches a known amount of memory and exits, to measure the machine's noise.
package struct SteadyProgram: Sendable {
    /// The amount of memory that the program touches.
    package static let bytes = ByteCount.mebibytes(8)

    /// Whether the program is static or dynamic.
    package let linking: ProgramNoise.Linking
    /// The path of the program.
    package let path: String

    /// Returns the installed programs, and the names of the missing ones.
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
    /// The name of the program with this linking.
    package var steadyName: String {
        switch self {
        case .static: "membudget-steady"
        case .dynamic: "membudget-steady-dynamic"
        }
    }
}

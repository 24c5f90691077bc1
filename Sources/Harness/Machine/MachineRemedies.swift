import Files

/// The command that fixes each thing that this machine can't measure, or distorts.
struct MachineRemedies {
    var surroundings: Surroundings
    /// The setting of the Yama security module, 0 to 3; `nil` without Yama.
    var traceScope: Int?

    /// The remedies for the machine that we run on.
    static var system: MachineRemedies {
        let setting = readProcFile("/proc/sys/kernel/yama/ptrace_scope") ?? []
        let digits = String(decoding: setting, as: UTF8.self).filter(\.isNumber)
        return MachineRemedies(surroundings: .system, traceScope: Int(digits))
    }

    /// The remedy if tracing is refused: a container's capability, or the setting that forbids it
    /// (3 stays until the machine restarts).
    var tracing: String {
        switch surroundings.container {
        case .docker: "docker run --cap-add=SYS_PTRACE …"
        case .podman: "podman run --cap-add=SYS_PTRACE …"
        case .kubernetes: Self.untraced
        case nil: traceScope == 2 ? asRoot("sysctl kernel.yama.ptrace_scope=1") : Self.untraced
        }
    }

    private static let untraced = "membudget … --no-ptrace"

    /// The remedy if any allocation may get a huge page.
    var hugePages: String {
        let write = surroundings.isRoot ? "tee" : "sudo tee"
        return "echo madvise | \(write) /sys/kernel/mm/transparent_hugepage/enabled"
    }

    /// The remedy if memory may be swapped out.
    var swap: String { asRoot("swapoff -a") }

    private func asRoot(_ command: String) -> String {
        surroundings.isRoot ? command : "sudo \(command)"
    }
}

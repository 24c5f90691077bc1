/// What the harness owes its own cgroup.
package enum CgroupSweep {
    /// Leaves it as it was found; to be called before the process ends.
    package static func restore() {
        CgroupSource.restore()
    }

    /// Removes the cgroups that harnesses which died left below our own.
    ///
    /// - Returns: The names of what was removed.
    package static func run() -> [String] {
        guard let parent = try? CgroupSource.system.parent() else { return [] }
        return parent.sweptAtStart + parent.sweep()
    }
}

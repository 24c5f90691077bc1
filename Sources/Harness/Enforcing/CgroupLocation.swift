/// The cgroup that this process is in, and the files of its memory controller.
struct CgroupLocation {
    /// The cgroup version that the files belong to.
    var version: any CgroupVersion
    /// The folder of our own cgroup; all groups of trials are created below it.
    var ownPath: String

    /// Finds the memory controller from /proc/self/cgroup and /proc/self/mountinfo; `nil` without
    /// one.
    ///
    /// Version 1 wins if both are mounted, because a controller can serve only one of them.
    init?(files: any CgroupFiles) {
        let groups = Self.lines(of: "/proc/self/cgroup", from: files).compactMap(Group.init)
        let mounts = Self.lines(of: "/proc/self/mountinfo", from: files).compactMap(Mount.init)
        for version in [CgroupV1(), CgroupV2()] as [any CgroupVersion] {
            guard let path = version.ownPath(groups: groups, mounts: mounts) else { continue }
            (self.version, ownPath) = (version, path)
            return
        }
        return nil
    }

    private static func lines(of path: String, from files: any CgroupFiles) -> [Substring] {
        (files.read(path) ?? "").split(separator: "\n")
    }

    /// A line of /proc/self/cgroup, `hierarchy:controllers:path`; for version 2, `0::path`.
    struct Group {
        let hierarchy: Substring
        let controllers: [Substring]
        let path: Substring

        init?(_ line: Substring) {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            (hierarchy, path) = (fields[0], fields[2])
            controllers = fields[1].split(separator: ",")
        }
    }

    /// A line of mountinfo: `id parent device root point options … - type source super-options`.
    struct Mount {
        let root: String
        let point: String
        let type: String
        let options: [String]

        init?(_ line: Substring) {
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 3, dash > 4 else {
                return nil
            }
            root = String(fields[3])
            point = String(fields[4])
            type = String(fields[dash + 1])
            options = fields[dash + 3].split(separator: ",").map(String.init)
        }

        /// Returns the folder of a group: the mount may show only a part of the hierarchy.
        func path(of group: Substring) -> String {
            var relative = String(group)
            if root != "/", relative.hasPrefix(root) {
                relative = String(relative.dropFirst(root.count))
            }
            let path = point + (relative.hasPrefix("/") ? relative : "/\(relative)")
            return path.hasSuffix("/") ? String(path.dropLast()) : path
        }
    }
}

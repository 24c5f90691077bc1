/// Which cgroup this process lives in, and where its memory controller's files are.
struct CgroupLocation: Equatable {
    /// The two generations of the kernel's interface.
    enum Version: Equatable {
        case v1
        case v2
    }

    var version: Version
    /// The folder of our own cgroup; everything we make is below it.
    var ownPath: String

    /// Finds the memory controller from /proc/self/cgroup and /proc/self/mountinfo; nil without one.
    ///
    /// A line of the former is `hierarchy:controllers:path`; version 2 is `0::path`. Version 1 wins
    /// where both are mounted, because a controller can serve only one of them.
    init?(files: any CgroupFiles) {
        let groups = (files.read("/proc/self/cgroup") ?? "").split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        }
        let mounts = (files.read("/proc/self/mountinfo") ?? "").split(separator: "\n")
            .compactMap(Mount.init)
        for group in groups where group.count == 3 {
            let controllers = group[1].split(separator: ",")
            guard controllers.contains("memory"),
                let mount = mounts.first(where: {
                    $0.type == "cgroup" && $0.options.contains("memory")
                })
            else { continue }
            self.init(version: .v1, ownPath: mount.path(of: group[2]))
            return
        }
        guard let unified = groups.first(where: { $0.count == 3 && $0[0] == "0" }),
            let mount = mounts.first(where: { $0.type == "cgroup2" })
        else { return nil }
        self.init(version: .v2, ownPath: mount.path(of: unified[2]))
    }

    private init(version: Version, ownPath: String) {
        self.version = version
        self.ownPath = ownPath
    }

    /// A line of mountinfo: `id parent device root point options … - type source super-options`.
    private struct Mount {
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

        /// The folder of a group: the mount may show only a part of the hierarchy.
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

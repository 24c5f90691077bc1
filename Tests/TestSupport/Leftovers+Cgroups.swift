import Foundation

extension Leftovers {
    /// Returns the folders named `membudget-…` below the test's own control groups, of either
    /// version.
    package static func cgroups() -> [String] {
        ownDirectories().flatMap { own in
            let walk = FileManager.default.enumerator(atPath: own)
            return (walk?.compactMap { $0 as? String } ?? [])
                .filter { ($0 as NSString).lastPathComponent.hasPrefix("membudget-") }
                .filter { isDirectory(own + "/" + $0) }
                .map { own + "/" + $0 }
        }
    }

    /// Returns the folders of the test's memory group (version 1) and unified group (version 2).
    package static func ownDirectories() -> [String] {
        lines(of: "/proc/self/cgroup").compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            let controllers = fields[1].split(separator: ",")
            guard controllers.isEmpty || controllers.contains("memory") else { return nil }
            return directory(of: String(fields[2]), isUnified: controllers.isEmpty)
        }
    }

    /// Returns the folder of a mounted group; `nil` if it isn't mounted.
    private static func directory(of group: String, isUnified: Bool) -> String? {
        for line in lines(of: "/proc/self/mountinfo") {
            let fields = line.split(separator: " ").map(String.init)
            guard let dash = fields.firstIndex(of: "-"), dash >= 5, fields.count > dash + 3
            else { continue }
            let options = fields[dash + 3].split(separator: ",")
            let isWanted =
                isUnified
                ? fields[dash + 1] == "cgroup2"
                : fields[dash + 1] == "cgroup" && options.contains("memory")
            guard isWanted else { continue }
            return fields[4] + below(root: fields[3], group: group)
        }
        return nil
    }

    /// Returns the path of a group below its mount: a container may see only a part of the tree.
    private static func below(root: String, group: String) -> String {
        guard root != "/", group.hasPrefix(root) else { return group == "/" ? "" : group }
        return String(group.dropFirst(root.count))
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return exists && isDirectory.boolValue
    }

    private static func lines(of path: String) -> [Substring] {
        let text = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
}

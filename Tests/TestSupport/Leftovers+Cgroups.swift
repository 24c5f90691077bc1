import Foundation

extension Leftovers {
    /// Directories named `membudget-…` below the test's own control groups, of either version.
    package static func cgroups() -> [String] {
        ownDirectories().flatMap { own in
            let walk = FileManager.default.enumerator(atPath: own)
            return (walk?.compactMap { $0 as? String } ?? [])
                .filter { ($0 as NSString).lastPathComponent.hasPrefix("membudget-") }
                .filter { isDirectory(own + "/" + $0) }
                .map { own + "/" + $0 }
        }
    }

    /// The directories of our memory group (version 1) and of our unified group (version 2).
    package static func ownDirectories() -> [String] {
        lines(of: "/proc/self/cgroup").compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            let controllers = fields[1].split(separator: ",")
            guard controllers.isEmpty || controllers.contains("memory") else { return nil }
            return directory(of: String(fields[2]), isUnified: controllers.isEmpty)
        }
    }

    /// Where a group's directory is mounted; nil if it isn't.
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

    /// A container may see only a part of the tree, which is mounted in the place of the whole.
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

import Foundation

/// A folder of scenario files, including its subfolders.
struct ScenarioFolder {
    let path: String

    /// The maximum depth of subfolders, so that a cycle of links ends.
    private static let depthMaximum = 8

    /// Returns the `.yaml` and `.yml` files, without hidden ones.
    func entries() throws(ScenarioFileError) -> [ScenarioLibrary.Entry] {
        guard isDirectory(path) else { return [] }
        return try entries(group: [])
    }

    private func entries(group: [String]) throws(ScenarioFileError) -> [ScenarioLibrary.Entry] {
        let folder = ([path] + group).joined(separator: "/")
        var entries: [ScenarioLibrary.Entry] = []
        for file in try names(in: folder) where !file.hasPrefix(".") {
            let whole = "\(folder)/\(file)"
            if isDirectory(whole) {
                if group.count < Self.depthMaximum {
                    entries += try self.entries(group: group + [file])
                }
            } else if let ending = [".yaml", ".yml"].first(where: file.hasSuffix) {
                entries.append(
                    ScenarioLibrary.Entry(
                        name: String(file.dropLast(ending.count)),
                        group: group.joined(separator: "/"), path: whole, folder: path))
            }
        }
        return entries
    }

    private func names(in folder: String) throws(ScenarioFileError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw ScenarioFileError(
                code: .unreadable, request: folder,
                message: "folder '\(folder)' can't be listed: check its permissions")
        }
    }

    private func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}

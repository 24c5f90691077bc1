/// The digests of a user's own data files, by which a baseline is tied to its data.
package enum FileDigests {
    /// Returns the digests by file name, without folders, since a checkout may be anywhere.
    ///
    /// Files with the same name differ only in the order of their digests. `nil` if no digest is
    /// known.
    package static func byName(_ files: [(path: String, digest: String?)]) -> [String: String]? {
        var digests: [String: [String]] = [:]
        for file in files {
            guard let digest = file.digest else { continue }
            digests[String(file.path.split(separator: "/").last ?? ""), default: []].append(digest)
        }
        return digests.isEmpty ? nil : digests.mapValues { $0.sorted().joined(separator: " ") }
    }
}

extension RunRecord {
    /// Adds the digests of the user's own data from the plan to the scenarios that use such data.
    package mutating func recordDataDigests() {
        for index in scenarios.indices where scenarios[index].ownData != nil {
            let planned = plan?.scenarios.first { $0.name == scenarios[index].name }
            let inputs = (planned?.files ?? []).filter { $0.role == .input }
            scenarios[index].dataDigests = FileDigests.byName(
                inputs.map { ($0.path, $0.digest) })
        }
    }
}

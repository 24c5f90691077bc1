/// The digests of the files of a user's own data, by which a baseline tells whether it is of that data.
package enum FileDigests {
    /// The digests by the name of the file, without its folders: a checkout may lie anywhere.
    ///
    /// Files of one name are told apart by nothing but the order of their digests. Nil if no digest is known.
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
    /// Records the digests of the user's own data with every scenario that names such data, from the plan.
    package mutating func recordDataDigests() {
        for index in scenarios.indices where scenarios[index].ownData != nil {
            let planned = plan?.scenarios.first { $0.name == scenarios[index].name }
            let inputs = (planned?.files ?? []).filter { $0.role == .input }
            scenarios[index].dataDigests = FileDigests.byName(
                inputs.map { ($0.path, $0.digest) })
        }
    }
}

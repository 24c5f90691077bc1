import Files
import MemoryBudget

/// What is wanted of the cache: a generator with its settings, and a scale.
struct DatasetOrder {
    let generator: any DatasetGenerator
    let scale: Scale

    /// The dataset's address: kind and scale for people, and a hash of all that its content depends
    /// on.
    var key: String {
        let parameters = generator.parameters.sorted { $0.key < $1.key }
        var hash = RowHash()
        hash.addField(DatasetManifest.schema)
        hash.addField(kind.name)
        hash.addField("\(type(of: generator).version)")
        hash.addField("\(generator.seed)")
        hash.addField("\(scale.units)")
        for (name, value) in parameters {
            hash.addField(name)
            hash.addField(value)
        }
        var digest = RowDigest()
        digest.add(hash)
        return "\(kind.name)-\(scale.units)-\(digest.hexadecimal)"
    }

    var kind: DatasetKind { type(of: generator).kind }

    var estimatedBytes: Int { generator.estimatedBytes(of: .units(scale)) }

    /// Whether a manifest describes what is wanted and its data is whole.
    func isFulfilled(by manifest: DatasetManifest, in directory: String) throws -> Bool {
        guard manifest.kind == kind.name,
            manifest.generatorVersion == type(of: generator).version,
            manifest.seed == generator.seed, manifest.parameters == generator.parameters,
            manifest.units == scale.units
        else { return false }
        return try Directory.bytes(of: "\(directory)/\(manifest.file)") == manifest.bytes
    }
}

import Files
import MemoryBudget

/// A request to the cache: a generator, or the user's own data, and a scale.
struct DatasetOrder {
    let generator: any DatasetSource
    let scale: Scale

    /// The dataset's address: kind and scale for people to read, and a hash of everything its
    /// content depends on.
    var key: String {
        let parameters = generator.parameters.sorted { $0.key < $1.key }
        var hash = RowHash()
        hash.addField(DatasetManifest.schema)
        hash.addField(kind.name)
        hash.addField("\(generator.version)")
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

    var kind: DatasetKind { generator.kind }

    var estimatedBytes: Int { generator.estimatedBytes(of: .units(scale)) }

    /// Returns whether a manifest describes the ordered dataset and its data is unchanged.
    func isFulfilled(
        by manifest: DatasetManifest, in directory: String, progress: DatasetProgress.Handler
    ) throws -> Bool {
        guard manifest.kind == kind.name,
            manifest.generatorVersion == generator.version,
            manifest.seed == generator.seed, manifest.parameters == generator.parameters,
            manifest.units == scale.units, let digest = manifest.contentDigest,
            // Trials would measure data outside the cache through a link.
            FileKind(ofLink: "\(directory)/\(manifest.file)") != .link,
            try Directory.bytes(of: "\(directory)/\(manifest.file)") == manifest.bytes
        else { return false }
        return try manifest.digestOfData(in: directory, progress: progress) == digest
    }
}

extension DatasetManifest {
    /// Returns the digest of the data on disk.
    func digestOfData(
        in directory: String, progress: DatasetProgress.Handler
    ) throws -> String {
        var report = DatasetProgress(stage: .checking, bytesTotal: bytes)
        return try ContentDigest.of("\(directory)/\(file)") { count in
            report.bytesDone += count
            try progress(report)
        }
    }
}

import Files

/// An entry of the cache's folder.
///
/// Entries are classified by their content as well as their name, so that only files that membudget
/// created are ever removed.
enum CacheItem: Equatable {
    /// A dataset; without a manifest, the remains of a damaged one.
    case dataset(DatasetManifest?)
    /// Remains of a process that was killed while it created or removed a dataset.
    case leftover
    /// The lock file or the cache marker.
    case bookkeeping
    /// Anything that membudget did not create.
    case stranger

    /// Classifies the entry `name` of the folder `root`.
    init(_ name: String, in root: String) {
        let path = "\(root)/\(name)"
        switch FileKind(ofLink: path) {
        case .regular: self = Self.file(name, in: root)
        case .directory: self = Self.isLeftover(name) ? .leftover : Self.folder(name, at: path)
        default: self = .stranger
        }
    }

    private static func file(_ name: String, in root: String) -> CacheItem {
        switch name {
        case DatasetCache.lockName: .bookkeeping
        case CacheMarker.name: CacheMarker.isPresent(in: root) ? .bookkeeping : .stranger
        case _ where AtomicFile.isTemporary(name) && name.contains(CacheMarker.name): .leftover
        default: .stranger
        }
    }

    /// Returns whether a name is a temporary one of the cache, which ends with letters and digits.
    private static func isLeftover(_ name: String) -> Bool {
        [DatasetCache.temporaryPrefix, DatasetCache.discardedPrefix].contains { prefix in
            name.hasPrefix(prefix) && TemporaryName.isRandom(name.dropFirst(prefix.count))
        }
    }

    /// Classifies a folder: a dataset is named by its address and holds only a dataset's files.
    private static func folder(_ name: String, at path: String) -> CacheItem {
        guard let address = DatasetAddress(name) else { return .stranger }
        let manifest = (try? DatasetManifest.read(from: path)).flatMap {
            $0.kind == address.kind && $0.units == address.units ? $0 : nil
        }
        let own = DatasetKinds.isOwn(address.kind) ? ownDataName(at: path) : nil
        guard let data = manifest?.file ?? DatasetKinds.dataName(of: address.kind) ?? own else {
            return .stranger
        }
        let parts = [data, DatasetManifest.fileName, DatasetCache.lockName]
        // Processes that read a database may leave files beside it whose names begin with its name.
        let isDataset = directoryEntries(path).allSatisfy {
            parts.contains($0) || $0.hasPrefix("\(data)-")
        }
        return isDataset ? .dataset(manifest) : .stranger
    }
}

extension CacheItem {
    /// Returns the file name of the user's own data: `data`, with the extension of the original
    /// file if any.
    private static func ownDataName(at path: String) -> String {
        directoryEntries(path).sorted().first { $0.hasPrefix("data.") } ?? "data"
    }
}

/// The name of a dataset's folder: `KIND-UNITS-` and the sixteen digits of its digest.
struct DatasetAddress: Equatable {
    let kind: String
    let units: Int

    /// Parses a folder name; `nil` if no dataset can have it.
    init?(_ name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let digest = parts.last, digest.utf8.count == 16,
            digest.utf8.allSatisfy(Self.isHexadecimal), let units = Int(parts[parts.count - 2])
        else { return nil }
        kind = parts.dropLast(2).joined(separator: "-")
        self.units = units
        guard !kind.isEmpty, units >= 0 else { return nil }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

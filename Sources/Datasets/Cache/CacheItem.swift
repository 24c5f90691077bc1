import Files

/// An entry of the cache's folder, told by more than its name: only what membudget made is ever
/// removed.
enum CacheItem: Equatable {
    /// A dataset; without a manifest the damaged remains of one.
    case dataset(DatasetManifest?)
    /// Remains of a process that was killed while it made or removed a dataset.
    case leftover
    /// The lock, or the marker.
    case bookkeeping
    /// Anything else.
    case stranger

    /// Looks at what is there.
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

    /// Whether it is one of our temporary names, which end with random letters and digits.
    private static func isLeftover(_ name: String) -> Bool {
        [DatasetCache.temporaryPrefix, DatasetCache.discardedPrefix].contains { prefix in
            name.hasPrefix(prefix) && TemporaryName.isRandom(name.dropFirst(prefix.count))
        }
    }

    /// A dataset has an address for a name, and nothing in it but what a dataset holds.
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
        // A reader of a database may leave files beside it whose names begin with its own.
        let isDataset = directoryEntries(path).allSatisfy {
            parts.contains($0) || $0.hasPrefix("\(data)-")
        }
        return isDataset ? .dataset(manifest) : .stranger
    }
}

extension CacheItem {
    /// The name of the user's own data, which keeps the ending of its file: `data`, `data.csv`; the usual
    /// one if there is none.
    private static func ownDataName(at path: String) -> String {
        directoryEntries(path).sorted().first { $0.hasPrefix("data.") } ?? "data"
    }
}

/// The name of a dataset's folder: `KIND-UNITS-` and the sixteen digits of its digest.
struct DatasetAddress: Equatable {
    let kind: String
    let units: Int

    /// Reads a name; nil for one that no dataset has.
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

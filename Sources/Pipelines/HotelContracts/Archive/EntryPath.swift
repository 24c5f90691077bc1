/// The names of the two folders that are a tree of contracts.
enum ContractFolders {
    static let general = "GENERAL"
    static let destinations = "DESTINATIONS"
}

/// The parts of an entry's name.
struct EntryPath {
    /// The names of folders, outermost first, and of the file if it is one.
    let parts: [ArraySlice<UInt8>]
    /// Whether it ends like a folder's.
    let isFolder: Bool

    private static let partByteCountMax = 255

    /// Splits a name at its slashes, or, if it has none, at backslashes.
    ///
    /// - Throws: ``EntryRejection`` for a name that leads out of the folder it would be unpacked in.
    init(_ name: [UInt8]) throws(EntryRejection) {
        let slash = UInt8(ascii: "/")
        let separator = name.contains(slash) ? slash : UInt8(ascii: "\\")
        let isDrive = name.count >= 2 && name[1] == UInt8(ascii: ":")
        guard let first = name.first, first != separator, !isDrive, !name.contains(0) else {
            throw .nameLeavesTree
        }
        parts = name.split(separator: separator).filter { !$0.elementsEqual(".".utf8) }
        isFolder = name.last == separator
        guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else { throw .nameLeavesTree }
        guard parts.allSatisfy({ $0.count <= Self.partByteCountMax }) else { throw .nameTooLong }
    }

    /// The number of folders around GENERAL or DESTINATIONS; nil if neither is in the name, or what
    /// is in it are a Macintosh's notes about files.
    var rootPartCount: Int? {
        guard let first = parts.first, !first.elementsEqual("__MACOSX".utf8) else { return nil }
        return parts.firstIndex { part in
            part.elementsEqual(ContractFolders.general.utf8)
                || part.elementsEqual(ContractFolders.destinations.utf8)
        }
    }
}

/// Where an entry belongs in a tree of contracts.
enum EntryRole {
    /// Not in the tree.
    case elsewhere
    /// A folder of the tree.
    case folder
    /// A file of the tree, by the parts of its path in it.
    case file(parts: [ArraySlice<UInt8>], isContract: Bool)
}

/// Tells what belongs to an archive's tree, which may lie in folders of any name: in those that its
/// first file lies in.
struct EntrySorter {
    private var root: [ArraySlice<UInt8>]?
    /// Whether there was anything of a tree.
    private(set) var hasTree = false

    /// The role of an entry.
    ///
    /// - Throws: ``EntryRejection`` for a file that has a place in no tree, or in another one.
    mutating func role(of path: EntryPath) throws(EntryRejection) -> EntryRole {
        guard let rootPartCount = path.rootPartCount else { return .elsewhere }
        hasTree = true
        if path.isFolder { return .folder }
        let parts = Array(path.parts[rootPartCount...])
        let isContract = parts[0].elementsEqual(ContractFolders.destinations.utf8)
        guard parts.count == (isContract ? 3 : 2) else { throw .misplaced }
        let folders = Array(path.parts[..<rootPartCount])
        guard folders == root ?? folders else { throw .ofAnotherTree }
        root = folders
        return .file(parts: parts, isContract: isContract)
    }
}

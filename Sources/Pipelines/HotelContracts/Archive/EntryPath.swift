/// The names of the two folders of a tree of contracts.
enum ContractFolders {
    static let general = "GENERAL"
    static let destinations = "DESTINATIONS"
}

/// The parts of an entry's name.
struct EntryPath {
    /// The folder names, outermost first, and the file name if it is a file.
    let parts: [ArraySlice<UInt8>]
    /// Whether the name ends like a folder's.
    let isFolder: Bool

    private static let partByteCountMax = 255

    /// Splits a name at its slashes, or without any at its backslashes.
    ///
    /// - Throws: ``EntryRejection`` for a name that leads out of the folder it is extracted to.
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

    /// The number of folders around GENERAL or DESTINATIONS; `nil` if the name has neither, or
    /// belongs to a Macintosh's metadata.
    var rootPartCount: Int? {
        guard let first = parts.first, !first.elementsEqual("__MACOSX".utf8) else { return nil }
        return parts.firstIndex { part in
            part.elementsEqual(ContractFolders.general.utf8)
                || part.elementsEqual(ContractFolders.destinations.utf8)
        }
    }
}

/// The role of an entry in a tree of contracts.
enum EntryRole {
    /// Outside the tree.
    case elsewhere
    /// A folder of the tree.
    case folder
    /// One file of the tree, with the parts of its path in it.
    case file(parts: [ArraySlice<UInt8>], isContract: Bool)
}

/// A sorter of an archive's entries by their role in the tree.
///
/// The tree may be inside any folders; the first file of a tree decides which.
struct EntrySorter {
    private var root: [ArraySlice<UInt8>]?
    /// Whether any entry belonged to a tree.
    private(set) var hasTree = false

    /// Returns the role of an entry.
    ///
    /// - Throws: ``EntryRejection`` for a file at a wrong position in the tree, or in another tree.
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

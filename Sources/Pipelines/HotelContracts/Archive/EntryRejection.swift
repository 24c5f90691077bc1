/// A reason that an entry of an archive can't be a file of the tree.
enum EntryRejection: Error, CustomStringConvertible {
    case nameLeavesTree
    case nameTooLong
    case misplaced
    case ofAnotherTree
    case notRegular
    case encrypted
    case method(UInt16)
    case tooLarge
    case tooDense
    case sizeMissing
    case sizesDiffer
    case outside
    case headerMissing
    case headerDiffers
    case overlapping

    /// The reason, in a few words.
    var description: String {
        switch self {
        case .nameLeavesTree: "its name leads out of the archive"
        case .nameTooLong: "a part of its name has more than 255 bytes"
        case .misplaced: "it is neither in GENERAL nor in a folder of DESTINATIONS"
        case .ofAnotherTree: "the archive's first contracts are in another folder"
        case .notRegular: "not a regular file"
        case .encrypted: "it is encrypted"
        case .method(let number):
            "it is compressed by method \(number); only stored and deflated entries can be read"
        case .tooLarge: "it is larger than \(ArchiveLimits.entryByteCountMax >> 30) GiB"
        case .tooDense:
            "it would expand to more than \(ArchiveLimits.ratioMax) times its size in the archive"
        case .sizeMissing: "its size or position is missing"
        case .sizesDiffer: "it is uncompressed, but its two sizes differ"
        case .outside: "its data does not lie before the directory"
        case .headerMissing: "there is no entry where the directory says"
        case .headerDiffers: "its header and the directory contradict each other"
        case .overlapping: "it overlaps an entry before it"
        }
    }
}

import Files

/// The file that says that a folder is a cache of membudget's. Backup programs know its name and
/// first line, too (bford.info/cachedir), and leave such a folder out.
enum CacheMarker {
    static let name = "CACHEDIR.TAG"

    private static let text = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This folder is membudget's cache of generated datasets. Without this file membudget
        # removes nothing here unless it made all that is here.

        """

    /// The lines that no other program's marker has.
    private static let proof = Array(text.utf8.prefix { $0 != UInt8(ascii: ".") })

    /// Whether a folder bears the marker.
    static func isPresent(in folder: String) -> Bool {
        let path = "\(folder)/\(name)"
        guard RegularFile.exists(path) else { return false }
        return RegularFile.start(of: path, byteCountMaximum: proof.count) == proof
    }

    /// Marks a folder.
    static func write(to folder: String) throws {
        try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
    }
}

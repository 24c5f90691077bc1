import Files

/// The file that marks a folder as a membudget cache.
///
/// Its name and first line follow the Cache Directory Tagging Specification (bford.info/cachedir),
/// so that backup programs skip the folder.
enum CacheMarker {
    static let name = "CACHEDIR.TAG"

    private static let text = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This folder is membudget's cache of generated datasets. Without this file, membudget
        # removes nothing here unless it created everything in this folder.

        """

    /// The beginning of the text, which no other program's marker has.
    private static let proof = Array(text.utf8.prefix { $0 != UInt8(ascii: ".") })

    /// Returns whether a folder contains the marker.
    static func isPresent(in folder: String) -> Bool {
        let path = "\(folder)/\(name)"
        guard RegularFile.exists(path) else { return false }
        return RegularFile.start(of: path, byteCountMaximum: proof.count) == proof
    }

    /// Writes the marker into a folder.
    static func write(to folder: String) throws {
        try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
    }
}

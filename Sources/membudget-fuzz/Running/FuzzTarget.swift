import Files
import Glibc

/// A reader to fuzz, with good inputs for it.
struct FuzzTarget: Sendable {
    /// The name for `--target`.
    let name: String
    /// The good inputs, at least one.
    let seeds: [[UInt8]]
    /// Reads an input, and returns or throws an error. Anything else is a failure.
    let run: @Sendable ([UInt8]) async throws -> Void
}

/// A target that is only created when it is needed.
struct FuzzTargetMaker: Sendable {
    /// The name of the target.
    let name: String
    /// Creates the target.
    let make: @Sendable (FuzzPlace) async throws -> FuzzTarget

    /// Creates a maker from a name, good inputs and a reader.
    init(
        _ name: String, seeds: @escaping @Sendable (FuzzPlace) async throws -> [[UInt8]],
        run: @escaping @Sendable ([UInt8], FuzzPlace) async throws -> Void
    ) {
        self.name = name
        make = { place in
            FuzzTarget(name: name, seeds: try await seeds(place)) { try await run($0, place) }
        }
    }
}

/// The folders of a target, with good inputs and space for its own files.
struct FuzzPlace: Sendable {
    /// The path of the repository's root.
    let repository: String
    /// The path of the target's own folder.
    let folder: String

    /// Returns the path of a file in the target's folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file without syncing it.
    ///
    /// - Returns: The path of the file.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try OpenFile(path(name), O_WRONLY | O_CREAT | O_TRUNC, to: .write).write(bytes)
        return path(name)
    }

    /// Returns the contents of a small file of the repository.
    func repositoryFile(_ name: String) throws -> [UInt8] {
        let path = "\(repository)/\(name)"
        guard let bytes = RegularFile.start(of: path, byteCountMaximum: 1 << 20) else {
            throw FuzzError("can't read \(path); run membudget-fuzz in the root of the repository")
        }
        return bytes
    }
}

import Files
import Glibc

/// A reader of what others write, and good inputs of it.
struct FuzzTarget: Sendable {
    /// As `--target` names it.
    let name: String
    /// Good inputs, at least one.
    let seeds: [[UInt8]]
    /// Reads an input: returns, or throws what is said of a bad one. Anything else is a failure.
    let run: @Sendable ([UInt8]) async throws -> Void
}

/// A target that is made when its turn comes.
struct FuzzTargetMaker: Sendable {
    /// The target's name.
    let name: String
    /// Creates the target.
    let make: @Sendable (FuzzPlace) async throws -> FuzzTarget

    /// A target with good inputs, and what reads one.
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

/// A folder in which a target finds good inputs, and may write.
struct FuzzPlace: Sendable {
    /// The root of the repository.
    let repository: String
    /// A folder of its own.
    let folder: String

    /// The path of a file in the folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file without waiting for the disk.
    ///
    /// - Returns: Its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try OpenFile(path(name), O_WRONLY | O_CREAT | O_TRUNC, to: .write).write(bytes)
        return path(name)
    }

    /// A small file of the repository.
    func repositoryFile(_ name: String) throws -> [UInt8] {
        let path = "\(repository)/\(name)"
        guard let bytes = RegularFile.start(of: path, byteCountMaximum: 1 << 20) else {
            throw FuzzError("\(path) can't be read; start in the root of the repository")
        }
        return bytes
    }
}

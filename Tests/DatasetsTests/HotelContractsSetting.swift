import Files
import Foundation
import MemoryBudget

@testable import Datasets

/// A tree of contracts that a test asks for; small files unless it says otherwise.
struct HotelContractsSetting: Sendable {
    var seed: UInt64 = 42
    var parameters: [String: String] = [:]

    /// Nothing bad and nothing unusual.
    static let plain = ["damaged": "0", "headless": "0", "quirks": "0"]

    var request: Scenario.DatasetRequest {
        Scenario.DatasetRequest(
            kind: "hotel-contracts", seed: seed,
            parameters: ["file-size": "16KiB"].merging(parameters) { $1 })
    }

    /// Generates into a directory, which is made.
    @discardableResult
    func generate(
        _ files: Int, into directory: String, threadCount: Int = 2
    ) throws -> DatasetManifest {
        try generate(.units(Scale(units: files)), into: directory, threadCount: threadCount)
    }

    @discardableResult
    func generate(
        _ size: DatasetSize, into directory: String, threadCount: Int = 2,
        progress: DatasetProgress.Handler = { _ in }
    ) throws -> DatasetManifest {
        try Directory.make(directory)
        guard
            var generator = try DatasetKinds.generator(for: request) as? HotelContractsGenerator
        else { throw ProgramFailure(program: "the generator of hotel-contracts") }
        generator.threadCount = threadCount
        return try generator.generate(size, into: directory, progress: progress)
    }
}

/// A digest of the names and the bytes of all files of a tree.
func treeSum(_ directory: String) throws -> String {
    let script = """
        cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
        """
    return String(try run("sh", ["-c", script, "sh", directory]).prefix(64))
}

/// Paths of a tree's files, relative to it, with their sizes.
func files(of directory: String) throws -> [String: Int] {
    var files: [String: Int] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
        guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
        files[path] = (attributes[.size] as? NSNumber)?.intValue
    }
    return files
}

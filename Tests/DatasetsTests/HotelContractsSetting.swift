import Files
import Foundation
import MemoryBudget

@testable import Datasets

/// The settings of a tree of contracts in a test; small files by default.
struct HotelContractsSetting: Sendable {
    var seed: UInt64 = 42
    var parameters: [String: String] = [:]

    /// Settings without defects and quirks.
    static let plain = ["damaged": "0", "headless": "0", "quirks": "0"]

    var request: Scenario.DatasetRequest {
        Scenario.DatasetRequest(
            kind: "hotel-contracts", seed: seed,
            parameters: ["file-size": "16KiB"].merging(parameters) { $1 })
    }

    /// Generates a tree into a folder, which is created.
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

/// Returns a digest of the names and bytes of all files of a tree.
func treeSum(_ directory: String) throws -> String {
    let script = """
        cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
        """
    return String(try run("sh", ["-c", script, "sh", directory]).prefix(64))
}

/// Returns the sizes of a tree's files, by relative path.
func files(of directory: String) throws -> [String: Int] {
    var files: [String: Int] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
        guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
        files[path] = (attributes[.size] as? NSNumber)?.intValue
    }
    return files
}

internal import MemoryBudget
package import RunStore

/// A run as SARIF 2.1.0, for code scanning: what was found, at the lines of the scenario's file.
package struct SARIFReport: Sendable {
    /// Makes a renderer.
    package init() {}

    /// The whole log, indented; ends with a newline.
    ///
    /// - Throws: ``RunStoreError`` if the record holds a number that JSON can't.
    package func text(of run: RunRecord) throws(RunStoreError) -> String {
        do {
            return String(decoding: try JSONText.pretty(SARIFLog(run)), as: UTF8.self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "report.sarif", reason: "it cannot be encoded: \(error)")
        }
    }
}

/// The parts of SARIF that are used; their names are those of the standard.
struct SARIFLog: Encodable {
    struct Text: Encodable {
        var text: String
    }

    struct Rule: Encodable {
        var id: String
        var name: String
        var shortDescription: Text
    }

    struct Driver: Encodable {
        var name = "membudget"
        var version: String
        var rules: [Rule]
    }

    struct Tool: Encodable {
        var driver: Driver
    }

    struct Invocation: Encodable {
        var executionSuccessful: Bool
        var startTimeUtc: String
        var endTimeUtc: String?
    }

    struct ArtifactLocation: Encodable {
        var uri: String
    }

    struct Region: Encodable {
        var startLine: Int
    }

    struct PhysicalLocation: Encodable {
        var artifactLocation: ArtifactLocation
        var region: Region
    }

    struct Location: Encodable {
        var physicalLocation: PhysicalLocation
    }

    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        var partialFingerprints: [String: String]
    }

    struct Run: Encodable {
        var tool: Tool
        var invocations: [Invocation]
        var columnKind = "unicodeCodePoints"
        var results: [Result]
    }

    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }
}

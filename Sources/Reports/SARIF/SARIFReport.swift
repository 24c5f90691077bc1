internal import Judging
internal import MemoryBudget
package import RunStore

/// A run as SARIF 2.1.0, for code scanning: findings at lines of the scenario's file.
package struct SARIFReport: FileRenderer {
    package let name = "sarif"
    package let medium = Medium.data
    package let fileNames = ["report.sarif"]

    /// Creates a renderer.
    package init() {}

    /// Returns the whole log, indented, ending with a newline.
    ///
    /// - Throws: ``RunStoreError`` if the record holds a number that JSON can't represent.
    package func text(of run: RunRecord) throws(RunStoreError) -> String {
        do {
            return String(decoding: try JSONText.pretty(SARIFLog(run)), as: UTF8.self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "report.sarif", reason: "it cannot be encoded: \(error)")
        }
    }

    package func files(of source: ReportSource) throws(RunStoreError) -> [ReportFile] {
        file(try text(of: source.run))
    }
}

/// The used parts of SARIF, with the standard's names.
private struct SARIFLog: Encodable {
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
        var toolExecutionNotifications: [Notification]?
    }

    /// A remark on the run that calls for no action, and so is not a result.
    struct Notification: Encodable {
        var level = "note"
        var message: Text
    }

    struct ArtifactLocation: Encodable {
        var uri: String
        /// The name of the folder that a relative URI starts from.
        var uriBaseId: String?
    }

    struct BaseFolder: Encodable {
        var description: Text
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
        var originalUriBaseIds = [
            sourceRoot: BaseFolder(description: Text(text: "The root of the repository"))
        ]
        var columnKind = "unicodeCodePoints"
        var results: [Result]
    }

    /// The name that code scanning uses for the root of the repository.
    static let sourceRoot = "%SRCROOT%"

    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }
}

extension SARIFLog {
    /// Creates the log of a run: all rules, and one result per finding that calls for action.
    init(_ run: RunRecord) {
        let kinds = GateRule.Kind.allCases
        let rules = kinds.map {
            Rule(id: $0.rawValue, name: $0.title, shortDescription: Text(text: $0.sentence))
        }
        let driver = Driver(version: run.tool.version, rules: rules)
        let unchecked = ResultChecks.sentences(run).map {
            Notification(message: Text(text: VisibleText.line($0)))
        }
        let invocation = Invocation(
            executionSuccessful: run.finishedAt != nil, startTimeUtc: run.startedAt,
            endTimeUtc: run.finishedAt,
            toolExecutionNotifications: unchecked.isEmpty ? nil : unchecked)
        let results = run.problems.map { finding in
            Result(
                finding, ruleIndex: kinds.firstIndex(of: finding.rule) ?? 0,
                path: run.scenario(of: finding).map { $0.repositoryPath ?? $0.path } ?? "",
                isAdvisory: run.gate?.isAdvisory == true)
        }
        runs = [Run(tool: Tool(driver: driver), invocations: [invocation], results: results)]
    }
}

extension SARIFLog.Result {
    fileprivate init(_ finding: GateFinding, ruleIndex: Int, path: String, isAdvisory: Bool) {
        ruleId = finding.rule.rawValue
        self.ruleIndex = ruleIndex
        switch finding.result.severity {
        case .error: level = isAdvisory ? "warning" : "error"
        case .warning: level = "warning"
        case .none, .note: level = "note"
        }
        message = SARIFLog.Text(text: Self.plain("\(finding.place): \(finding.sentence)"))
        let place = SARIFLog.PhysicalLocation(
            artifactLocation: Self.location(path),
            region: SARIFLog.Region(startLine: max(1, finding.line ?? 1)))
        locations = path.isEmpty ? [] : [SARIFLog.Location(physicalLocation: place)]
        let parts = [finding.scenario, finding.variant, finding.scale ?? "", finding.rule.rawValue]
        // Equal findings of different runs are shown as one in a dashboard.
        partialFingerprints = ["finding/v1": parts.joined(separator: "/")]
    }

    /// Returns a message without links: `[text](target)` would be one.
    private static func plain(_ text: String) -> String {
        var previous: Unicode.Scalar?
        return VisibleText.line(text).unicodeScalars.reduce(into: "") { result, scalar in
            if previous == "]", scalar == "(" { result += " " }
            result.unicodeScalars.append(scalar)
            previous = scalar
        }
    }

    /// Returns a path as a URI; relative paths start from the repository's root.
    private static func location(_ path: String) -> SARIFLog.ArtifactLocation {
        SARIFLog.ArtifactLocation(
            uri: uri(path), uriBaseId: path.hasPrefix("/") ? nil : SARIFLog.sourceRoot)
    }

    private static func uri(_ path: String) -> String {
        path.utf8.reduce(into: path.hasPrefix("/") ? "file://" : "") { uri, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.append(Character(Unicode.Scalar(byte)))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}

extension GateRule.Kind {
    /// The rule as a sentence.
    fileprivate var sentence: String {
        switch self {
        case .peak: "The judged memory stays within its budget at every scale."
        case .net: "The judged memory above the floor stays within its limit at every scale."
        case .bytesPerUnit: "Memory grows by no more than the allowed bytes per unit."
        case .growth: "Memory grows with scale no faster than the allowed growth class."
        case .memoryRatio: "The peak is no more than a share of another strategy's."
        case .throughputRatio: "The throughput is no less than a share of another strategy's."
        case .baseline: "The peak has not risen above the committed baseline."
        case .control: "The control goes over, which shows that the budget can stop a job."
        case .outcome: "Every trial completes with the correct result."
        }
    }
}

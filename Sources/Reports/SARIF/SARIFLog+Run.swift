internal import MemoryBudget
internal import RunStore

extension SARIFLog {
    /// Makes the log of a run: every rule there is, and a result for what calls for an action.
    init(_ run: RunRecord) {
        let kinds = GateRule.Kind.allCases
        let rules = kinds.map {
            Rule(id: $0.rawValue, name: $0.title, shortDescription: Text(text: $0.sentence))
        }
        let driver = Driver(version: run.tool.version, rules: rules)
        let invocation = Invocation(
            executionSuccessful: run.finishedAt != nil, startTimeUtc: run.startedAt,
            endTimeUtc: run.finishedAt)
        let results = run.troubles.map { finding in
            Result(
                finding, ruleIndex: kinds.firstIndex(of: finding.rule) ?? 0,
                path: run.scenario(of: finding)?.path ?? "",
                isAdvisory: run.gate?.isAdvisory == true)
        }
        runs = [Run(tool: Tool(driver: driver), invocations: [invocation], results: results)]
    }
}

extension SARIFLog.Result {
    fileprivate init(_ finding: GateFinding, ruleIndex: Int, path: String, isAdvisory: Bool) {
        ruleId = finding.rule.rawValue
        self.ruleIndex = ruleIndex
        switch finding.result.gravity {
        case .error: level = isAdvisory ? "warning" : "error"
        case .warning: level = "warning"
        case .none, .note: level = "note"
        }
        message = SARIFLog.Text(text: "\(finding.place): \(finding.sentence)")
        let place = SARIFLog.PhysicalLocation(
            artifactLocation: SARIFLog.ArtifactLocation(uri: Self.uri(path)),
            region: SARIFLog.Region(startLine: max(1, finding.line ?? 1)))
        locations = path.isEmpty ? [] : [SARIFLog.Location(physicalLocation: place)]
        let parts = [finding.scenario, finding.variant, finding.scale ?? "", finding.rule.rawValue]
        // The same finding of another run: a dashboard then shows one, not two.
        partialFingerprints = ["finding/v1": parts.joined(separator: "/")]
    }

    /// A path as a URI: relative ones stay relative to the repository.
    private static func uri(_ path: String) -> String {
        let escaped = path.utf8.reduce(into: path.hasPrefix("/") ? "file://" : "") { uri, byte in
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
        return escaped
    }
}

extension GateRule.Kind {
    /// What is asked for, as a sentence.
    var sentence: String {
        switch self {
        case .peak: "The judged memory stays within its budget at every scale."
        case .net: "The judged memory above the floor stays within its limit at every scale."
        case .bytesPerUnit: "Memory grows by no more than so many bytes for each unit."
        case .growth: "Memory grows with scale no faster than the class says."
        case .memoryRatio: "The peak is no more than a share of another strategy's."
        case .throughputRatio: "The throughput is no less than a share of another strategy's."
        case .baseline: "The peak has not risen above the committed baseline."
        case .control: "The control goes over, which proves that the budget bites."
        case .outcome: "Every trial comes to its end with the right result."
        }
    }
}

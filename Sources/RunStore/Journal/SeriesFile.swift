internal import MemoryBudget

/// A trial's series as CSV: a header, then a line a sample; an empty field was not read.
enum SeriesFile {
    static let header = "time_ns,rss_bytes,anonymous_bytes,file_bytes,live_bytes,units_done"

    static func text(of series: Series) -> String {
        series.samples.reduce(into: header + "\n") { text, sample in
            let fields = [
                sample.timeNanoseconds, sample.rssBytes, sample.anonymousBytes, sample.fileBytes,
                sample.liveBytes, sample.unitsDone,
            ]
            text += fields.map { $0.map(String.init) ?? "" }.joined(separator: ",") + "\n"
        }
    }

    /// A name that is safe for any strategy, readable, and different for different trials.
    ///
    /// What is not a letter, digit, dot or hyphen becomes `_`; the hash at the end tells apart what
    /// that makes equal, and parameters.
    static func name(of trial: Observation) -> String {
        let settings = trial.parameters.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let identity =
            [
                trial.scenario, trial.strategy, trial.scale.label, trial.kind.rawValue,
                "\(trial.index)",
            ] + settings
        var hash = RowHash()
        identity.forEach { hash.addField($0) }
        var digest = RowDigest()
        digest.add(hash)
        let words = [trial.scenario, trial.strategy, trial.scale.label].map(safe)
        let trialName = "\(trial.kind.rawValue)-\(trial.index)"
        let readable = (words.filter { !$0.isEmpty } + [trialName]).joined(separator: ".")
        return "\(readable).\(digest.hexadecimal.prefix(8)).csv"
    }

    private static func safe(_ word: String) -> String {
        let kept = word.unicodeScalars.prefix(40).map { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".": Character(scalar)
            default: "_" as Character
            }
        }
        return String(kept.drop { $0 == "." })
    }
}

internal import Files
internal import MemoryBudget

/// A trial's series as CSV: a header, then one line per sample; an empty field means not read.
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

    /// Parses the text of a file; `nil` if a line is not a sample.
    static func samples(in text: String) -> [Sample]? {
        let lines = text.split(separator: "\n")
        guard lines.first.map(String.init) == header else { return nil }
        let samples = lines.dropFirst().map(sample)
        let read = samples.compactMap(\.self)
        return read.count == samples.count ? read : nil
    }

    private static func sample(_ line: Substring) -> Sample? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        // Twice the maximum of any one count, because some are sums of two.
        guard fields.count == 6, fields.allSatisfy({ $0.map { 0...1 << 54 ~= $0 } ?? true }),
            let time = fields[0], let rss = fields[1],
            let anonymous = fields[2], let file = fields[3]
        else { return nil }
        return Sample(
            timeNanoseconds: time, rssBytes: rss, anonymousBytes: anonymous, fileBytes: file,
            liveBytes: fields[4], unitsDone: fields[5])
    }

    /// Returns a file name that is safe for any strategy, readable, and unique per trial.
    ///
    /// The hash at the end distinguishes parameters, and names that ``FileName`` maps to the same
    /// word.
    static func name(of trial: Observation) -> String {
        "\(stem(of: trial)).csv"
    }

    /// Returns the file name without its extension.
    static func stem(of trial: Observation) -> String {
        let settings = trial.parameters.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let identity =
            [
                trial.scenario, trial.strategy, trial.scale.label, trial.kind.rawValue,
                "\(trial.index)",
            ] + settings
        var hash = NameHash()
        identity.forEach { hash.add($0) }
        let words = [trial.scenario, trial.strategy, trial.scale.label].map(FileName.safe)
        let trialName = "\(trial.kind.rawValue)-\(trial.index)"
        let readable = (words.filter { !$0.isEmpty } + [trialName]).joined(separator: ".")
        return "\(readable).\(hash.digits)"
    }
}

/// Counts over the repository that may only fall: each has a ceiling, which falls with it.
struct Ratchets {
    /// A count, and the places that contribute to it.
    struct Count {
        let value: Int
        var findings: [Finding] = []
    }

    let phrases: Phrases

    /// Returns the counts of `files` by name.
    func counts(of files: [SourceFile]) -> [String: Count] {
        let code = files.filter(\.isCode)
        let sources = code.filter { $0.path.hasPrefix("Sources/") }
        let texts = files.filter(\.isReadByPeople).map {
            (path: $0.path, text: $0.isCode ? CodeScanner.words(of: $0) : $0.text)
        }
        let names = sources.map { (path: $0.path, text: CodeScanner.code(of: $0)) }
        let fileLengths = code.map(Rules.length)
        let functionLengths = code.flatMap(Rules.functionLengths)
        return [
            "file_lines_max": Self.longest(fileLengths),
            "files_over_200_lines": Self.count(fileLengths, longerThan: 200),
            "function_lines_max": Self.longest(functionLengths),
            "functions_over_25_lines": Self.count(functionLengths, longerThan: 25),
            "unlabelled_parameters": Self.count(sources.flatMap(Rules.unlabelledParameters)),
            "riddles_in_descriptions": Self.count(code.flatMap(Wording.riddles)),
            "a_for_per": Self.count(texts.flatMap { Wording.aForPer(in: $0.text, path: $0.path) }),
            "phrases_in_text": Self.count(
                texts.flatMap { phrases.findings(in: $0.text, path: $0.path) }),
            "phrases_in_names": Self.count(
                names.flatMap { phrases.findings(in: $0.text, path: $0.path) }),
        ]
    }

    private static func count(_ findings: [Finding]) -> Count {
        Count(value: findings.count, findings: findings)
    }

    private static func count(_ lengths: [Rules.Length], longerThan lines: Int) -> Count {
        count(lengths.filter { $0.lines > lines }.map(\.finding))
    }

    private static func longest(_ lengths: [Rules.Length]) -> Count {
        let longest = lengths.max { $0.lines < $1.lines }
        return Count(value: longest?.lines ?? 0, findings: longest.map { [$0.finding] } ?? [])
    }
}

/// The committed counts.
struct Ceilings: Equatable {
    static let path = "Tests/TidyTests/Resources/ceilings.json"

    var values: [String: Int]

    /// Returns the differences between `counts` and the ceilings, as sentences.
    func complaints(about counts: [String: Ratchets.Count]) -> [String] {
        let unknown = Set(values.keys).subtracting(counts.keys).sorted().map {
            "\($0) is counted no more: remove it from \(Self.path)"
        }
        return unknown
            + counts.sorted { $0.key < $1.key }.compactMap { complaint(about: $1, name: $0) }
    }

    private func complaint(about count: Ratchets.Count, name: String) -> String? {
        guard let ceiling = values[name] else {
            return "\(name) is \(count.value) and has no ceiling: write it into \(Self.path)"
        }
        if count.value > ceiling {
            let places = count.findings.map { "\n  \($0)" }.joined()
            return "\(name) is \(count.value), above its ceiling of \(ceiling); "
                + "one of these is new:\(places)"
        }
        if count.value < ceiling {
            return "\(name) came down from \(ceiling): write \(count.value) into \(Self.path)"
        }
        return nil
    }
}

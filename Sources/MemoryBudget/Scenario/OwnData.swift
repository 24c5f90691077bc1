/// Data of the user's own that a scenario runs on, in place of generated data.
///
/// Paths are as the scenario writes them: relative to its folder, or with `{here}`.
package enum OwnData: Hashable, Sendable {
    /// One file; a scale is its first records. With `repeats` a larger scale repeats them.
    case file(String, repeats: Bool)
    /// One file per scale: `{scale}` stands for the scale's number or its label.
    case files(String)
    /// A program and its arguments that write the data of one scale to `{output}`.
    case command([String])

    /// The placeholder of the scale, in ``files(_:)`` and ``command(_:)``.
    package static let scale = CommandTemplate.Placeholder.scale.rawValue

    /// The placeholders that the words of ``command(_:)`` may have.
    package static let commandPlaceholders: [CommandTemplate.Placeholder] = [
        .scale, .output, .here, .libexec,
    ]

    /// The file, or the pattern of files, as it is written; nil for a command.
    package var path: String? {
        switch self {
        case .file(let path, _), .files(let path): path
        case .command: nil
        }
    }
}

extension OwnData: Codable {
    enum CodingKeys: String, StoredKey {
        case file
        case repeats = "repeat"
        case files, command
    }

    /// Reads `{"file": …, "repeat": …}`, `{"files": …}` or `{"command": […]}`.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if let path = try keys.decodeIfPresent(String.self, forKey: .file) {
            self = .file(
                path, repeats: try keys.decodeIfPresent(Bool.self, forKey: .repeats) ?? false)
        } else if let pattern = try keys.decodeIfPresent(String.self, forKey: .files) {
            self = .files(pattern)
        } else {
            self = .command(try keys.decode([String].self, forKey: .command))
        }
    }

    /// Writes the same, and the other keys as `null`.
    package func encode(to encoder: any Encoder) throws {
        var (file, files) = (nil as String?, nil as String?)
        var (repeats, command) = (nil as Bool?, nil as [String]?)
        switch self {
        case .file(let path, let isRepeated): (file, repeats) = (path, isRepeated)
        case .files(let pattern): files = pattern
        case .command(let words): command = words
        }
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encodeIfPresent(file, forKey: .file)
        try keys.encodeIfPresent(repeats, forKey: .repeats)
        try keys.encodeIfPresent(files, forKey: .files)
        try keys.encodeIfPresent(command, forKey: .command)
    }
}

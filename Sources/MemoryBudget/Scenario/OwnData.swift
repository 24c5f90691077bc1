/// Data of the user's own, used instead of generated data.
///
/// Paths are stored as written in the scenario: relative to its folder, or with `{here}`.
package enum OwnData: Hashable, Sendable {
    /// One file, whose first records are used at each scale. With `repeats`, larger scales repeat
    /// its records.
    case file(String, repeats: Bool)
    /// One file per scale; `{scale}` in the path stands for the number of units or the label.
    case files(String)
    /// A program and its arguments that write the data of one scale to `{output}`.
    case command([String])

    /// The name of the placeholder for the scale in ``files(_:)`` and ``command(_:)``.
    package static let scale = CommandTemplate.Placeholder.scale.rawValue

    /// The placeholders allowed in ``command(_:)``.
    package static let commandPlaceholders: [CommandTemplate.Placeholder] = [
        .scale, .output, .here, .libexec,
    ]

    /// The path of the file, or the pattern of the files, as written; `nil` for a command.
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

    /// Decodes `{"file": …, "repeat": …}`, `{"files": …}` or `{"command": […]}`.
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

    /// Encodes the keys of the case, and all other keys as `null`.
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

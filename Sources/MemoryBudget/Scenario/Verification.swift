/// The check of a command's results, as the `verify` key of a scenario asks for it.
package enum Verification: Hashable, Sendable, Codable {
    /// A program and its arguments, with the placeholders of ``CommandTemplate``: exit status 0 means a
    /// right result, 1 a wrong one, anything else that it could not be checked.
    case command([String])
    /// The strategy whose results those of all others must equal, at each scale.
    case sameAs(strategy: String)

    /// The words of the program that checks; empty for a comparison.
    package var words: [String] {
        if case .command(let words) = self { words } else { [] }
    }

    /// The strategy that the others are compared with; nil for a program that checks each by itself.
    package var reference: String? {
        if case .sameAs(let strategy) = self { strategy } else { nil }
    }

    enum CodingKeys: String, StoredKey {
        case command
        case sameAs = "same_as"
    }
}

extension Verification {
    /// Reads `{"command": […]}` or `{"same_as": "load-all"}`.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if let words = try keys.decodeIfPresent([String].self, forKey: .command) {
            self = .command(words)
        } else {
            self = .sameAs(strategy: try keys.decode(String.self, forKey: .sameAs))
        }
    }

    /// Writes the same, and the other key as `null`.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encodeIfPresent(reference == nil ? words : nil, forKey: .command)
        try keys.encodeIfPresent(reference, forKey: .sameAs)
    }
}

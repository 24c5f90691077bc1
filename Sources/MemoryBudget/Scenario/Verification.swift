/// The check of a command's results, as set by the `verify` key of a scenario.
package enum Verification: Hashable, Sendable, Codable {
    /// A program and its arguments, with the placeholders of ``CommandTemplate``. Exit status 0
    /// means a right result, 1 a wrong one, anything else that the check failed.
    case command([String])
    /// The strategy whose results all others must equal, at each scale.
    case sameAs(strategy: String)

    /// The program and arguments of the check; empty for a comparison.
    package var words: [String] {
        if case .command(let words) = self { words } else { [] }
    }

    /// The strategy that the others are compared with; `nil` for a program that checks each result
    /// alone.
    package var reference: String? {
        if case .sameAs(let strategy) = self { strategy } else { nil }
    }

    enum CodingKeys: String, StoredKey {
        case command
        case sameAs = "same_as"
    }
}

extension Verification {
    /// Decodes `{"command": […]}` or `{"same_as": "load-all"}`.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if let words = try keys.decodeIfPresent([String].self, forKey: .command) {
            self = .command(words)
        } else {
            self = .sameAs(strategy: try keys.decode(String.self, forKey: .sameAs))
        }
    }

    /// Encodes the key of the case, and the other key as `null`.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encodeIfPresent(reference == nil ? words : nil, forKey: .command)
        try keys.encodeIfPresent(reference, forKey: .sameAs)
    }
}

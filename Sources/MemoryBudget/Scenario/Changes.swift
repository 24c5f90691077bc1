/// The changes to a strategy whose worth a scenario measures: each alone, and together with others.
package struct Changes: Hashable, Sendable, Codable {
    /// The strategy that has none of them.
    package var base: String
    /// The parameter whose value names the changes that a column has, `1,3`.
    package var parameter: String
    /// The claim about what all of them together save; nil for none.
    package var claim: String?
    /// In the order in which they are made one after another; at least one.
    package var each: [Change]

    /// Creates changes.
    package init(base: String, parameter: String, claim: String? = nil, each: [Change]) {
        self.base = base
        self.parameter = parameter
        self.claim = claim
        self.each = each
    }

    /// One of them.
    package struct Change: Hashable, Sendable, Codable {
        /// As the parameter's values name it, `1`.
        package var key: String
        /// As tables and sentences name it, `stream-results`; the key if the file gives none.
        package var name: String
        /// The claim about what it saves; nil for none.
        package var claim: String?

        /// Creates a change.
        package init(key: String, name: String? = nil, claim: String? = nil) {
            self.key = key
            self.name = name ?? key
            self.claim = claim
        }

        enum CodingKeys: String, StoredKey {
            case key, name, claim
        }
    }

    enum CodingKeys: String, StoredKey {
        case base, parameter, claim, each
    }
}

extension Changes {
    /// The names in a value of the parameter: `1` and `3` in `1,3`, as they are written.
    package static func keys(in value: String) -> [String] {
        value.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let text = part.drop { $0 == " " }.reversed().drop { $0 == " " }
            return String(text.reversed())
        }
    }

    /// The changes that a column has, in their order; none for the base, nil for a column of something else.
    package func keys(of strategy: String, parameters: [String: String]) -> [String]? {
        let value = parameters[parameter] ?? ""
        guard !value.isEmpty else { return strategy == base ? [] : nil }
        let names = Set(Self.keys(in: value))
        let known = each.map(\.key)
        return names.isSubset(of: known) ? known.filter(names.contains) : nil
    }

    /// The first one, the first two, and so on up to all.
    package var sequence: [[String]] {
        each.indices.map { each[...$0].map(\.key) }
    }
}

/// The changes to a strategy whose savings a scenario measures, individually and in combination.
package struct Changes: Hashable, Sendable, Codable {
    /// The strategy without any of the changes.
    package var base: String
    /// The parameter whose value lists the applied changes, such as `1,3`.
    package var parameter: String
    /// The claim about the savings of all changes together; `nil` for none.
    package var claim: String?
    /// The changes, in the order in which they build on each other; at least one.
    package var each: [Change]

    /// Creates changes.
    package init(base: String, parameter: String, claim: String? = nil, each: [Change]) {
        self.base = base
        self.parameter = parameter
        self.claim = claim
        self.each = each
    }

    /// One change.
    package struct Change: Hashable, Sendable, Codable {
        /// The key of the change in the parameter's values, such as `1`.
        package var key: String
        /// The name of the change in tables and sentences, such as `stream-results`; by default,
        /// the key.
        package var name: String
        /// The claim about the savings of the change; `nil` for none.
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
    /// Returns the keys in a value of the parameter, as written, such as `1` and `3` in `1,3`.
    package static func keys(in value: String) -> [String] {
        value.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let text = part.drop { $0 == " " }.reversed().drop { $0 == " " }
            return String(text.reversed())
        }
    }

    /// Returns the keys of a cell's changes, in order; empty for the base, `nil` for a cell of
    /// something else.
    package func keys(of strategy: String, parameters: [String: String]) -> [String]? {
        let value = parameters[parameter] ?? ""
        guard !value.isEmpty else { return strategy == base ? [] : nil }
        let names = Set(Self.keys(in: value))
        let known = each.map(\.key)
        return names.isSubset(of: known) ? known.filter(names.contains) : nil
    }

    /// The keys of the first change, of the first two, and so on up to all.
    package var sequence: [[String]] {
        each.indices.map { each[...$0].map(\.key) }
    }
}

import Foundation

/// The tables of keys in `Documentation/JSON.md`, for comparison with encoded values.
package struct KeyTables {
    /// The row of a key, with the section that a link in its type leads to.
    private struct Row {
        let key: String
        let isArray: Bool
        let shape: String?
    }

    private struct Section {
        var rows: [Row] = []
        /// A section whose keys belong to this one too.
        var base: String?
    }

    /// The sections by anchor, such as `a-run`.
    private var sections: [String: Section] = [:]
    /// The whole document.
    package let text: String

    /// Returns the committed document.
    package static func committed() throws -> KeyTables {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/JSON.md").standardizedFileURL
        return KeyTables(try String(contentsOf: file, encoding: .utf8))
    }

    package init(_ text: String) {
        self.text = text
        var anchor = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") {
                let title = line.drop { $0 == "#" }.dropFirst()
                anchor = title.lowercased().replacing(" ", with: "-")
            } else if line.hasPrefix("The keys of ") {
                sections[anchor, default: Section()].base = Self.link(in: line)
            } else if line.hasPrefix("| `") {
                let columns = line.split(separator: "|")
                let key = columns[0].filter { $0 != "`" && $0 != " " }
                let isArray = columns[1].hasPrefix(" array")
                let row = Row(key: key, isArray: isArray, shape: Self.link(in: columns[1]))
                sections[anchor, default: Section()].rows.append(row)
            }
        }
    }

    /// Returns the anchor of a link: `a-scale` for `[scale](#a-scale)`.
    private static func link(in text: Substring) -> String? {
        text.firstMatch(of: /\]\(#([a-z-]+)\)/).map { String($0.1) }
    }

    /// Returns the paths of all keys of a section, such as `budget.metric`; array elements have
    /// brackets, as in `trials[].kind`.
    package func keys(of title: String) -> Set<String> {
        keys(at: title.lowercased().replacing(" ", with: "-"))
    }

    private func keys(at anchor: String) -> Set<String> {
        guard let section = sections[anchor] else {
            preconditionFailure("Documentation/JSON.md has no keys at #\(anchor)")
        }
        var keys = section.base.map { self.keys(at: $0) } ?? []
        for row in section.rows {
            keys.insert(row.key)
            let prefix = row.key + (row.isArray ? "[]." : ".")
            for key in row.shape.map({ self.keys(at: $0) }) ?? [] { keys.insert(prefix + key) }
        }
        return keys
    }

    /// Returns the paths of all keys of an encoded value, in the form of the tables.
    ///
    /// The keys within `maps` vary between objects, and are not listed.
    package static func keys(
        encoded bytes: some Sequence<UInt8>,
        maps: Set<String> = [
            "parameters", "quality", "settings", "figures", "doubt_figures",
        ]
    ) throws -> Set<String> {
        func paths(_ value: Any, _ prefix: String) -> Set<String> {
            if let array = value as? [Any] {
                return array.reduce(into: []) { $0.formUnion(paths($1, prefix + "[]")) }
            }
            guard let object = value as? [String: Any] else { return [] }
            return object.reduce(into: []) { result, entry in
                let path = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
                result.insert(path)
                if !maps.contains(entry.key) { result.formUnion(paths(entry.value, path)) }
            }
        }
        return paths(try JSONSerialization.jsonObject(with: Data(bytes)), "")
    }
}

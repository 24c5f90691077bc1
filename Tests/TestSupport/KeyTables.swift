import Foundation

/// The tables of keys in `Documentation/JSON.md`, to be compared with what is encoded.
package struct KeyTables {
    /// A key's row, with the section that a link in its type leads to.
    private struct Row {
        let key: String
        let isArray: Bool
        let shape: String?
    }

    private struct Section {
        var rows: [Row] = []
        /// A section whose keys this one has too.
        var base: String?
    }

    /// By anchor, `a-run`.
    private var sections: [String: Section] = [:]
    /// The whole document.
    package let text: String

    /// The document that is committed.
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

    /// `[scale](#a-scale)` leads to `a-scale`.
    private static func link(in text: Substring) -> String? {
        text.firstMatch(of: /\]\(#([a-z-]+)\)/).map { String($0.1) }
    }

    /// The paths of all keys of a section, `budget.metric`; an array's have brackets, `trials[].kind`.
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

    /// The paths of all keys of an encoded value, as in the tables.
    ///
    /// The keys within `maps` vary from object to object, and are not listed.
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

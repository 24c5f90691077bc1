extension ScenarioReader {
    /// Reads a mapping whose keys are names chosen by the user.
    func names(_ field: Field, example: String) -> Fields? {
        guard case .mapping(let entries) = field.value.content else {
            reportNoMapping(field, example: example)
            return nil
        }
        guard !entries.isEmpty else {
            report("'\(field.path)' is empty", at: field.value.position, proposal: example)
            return nil
        }
        return Fields(
            title: "'\(field.path)'", position: field.value.position,
            all: unique(entries, below: field.path))
    }

    /// Reads a mapping with known keys; others are reported and left out.
    func fields(_ field: Field, known: [String], example: String) -> Fields? {
        guard case .mapping(let entries) = field.value.content else {
            reportNoMapping(field, example: example)
            return nil
        }
        return fields(
            entries, below: field.path, title: "'\(field.path)'", at: field.value.position,
            known: known)
    }

    /// Reads the mapping of the whole file; `nil` if it contains none.
    func fields(root: YAMLNode?, known: [String], example: String) -> Fields? {
        guard let root, case .mapping(let entries) = root.content else {
            report("a scenario must be a mapping of keys to values", at: .start, proposal: example)
            return nil
        }
        return fields(entries, below: nil, title: "the scenario", at: root.position, known: known)
    }

    /// Returns a field; reports a missing one.
    func required(_ name: String, in fields: Fields) -> Field? {
        if let field = fields[name] { return field }
        report("missing '\(name)' in \(fields.title)", at: fields.position)
        return nil
    }

    private func fields(
        _ entries: [YAMLNode.Entry], below path: String?, title: String, at position: Position,
        known: [String]
    ) -> Fields {
        let (expected, unexpected) = unique(entries, below: path).partitioned {
            known.contains($0.name)
        }
        for field in unexpected {
            reportUnknown("key", named: field.name, of: title, at: field.position, known: known)
        }
        return Fields(title: title, position: position, all: expected)
    }

    /// Returns the first field of every key; later ones are reported.
    private func unique(_ entries: [YAMLNode.Entry], below path: String?) -> [Field] {
        var firsts: [String: Position] = [:]
        return entries.compactMap { entry in
            guard let key = entry.key else {
                report("a key must be one word", at: entry.position)
                return nil
            }
            let whole = path.map { "\($0).\(key)" } ?? key
            if let first = firsts[key] {
                report(
                    "duplicate key '\(whole)', first given on line \(first.line)",
                    at: entry.position)
                return nil
            }
            firsts[key] = entry.position
            return Field(name: key, path: whole, position: entry.position, value: entry.value)
        }
    }

    private func reportNoMapping(_ field: Field, example: String) {
        if case .null = field.value.content {
            report("'\(field.path)' has no value", at: field.position, proposal: example)
        } else {
            report(
                "'\(field.path)' must be a mapping", at: field.value.position, proposal: example)
        }
    }
}

extension Array {
    fileprivate func partitioned(
        by belongsFirst: (Element) -> Bool
    ) -> (first: [Element], second: [Element]) {
        (filter(belongsFirst), filter { !belongsFirst($0) })
    }
}

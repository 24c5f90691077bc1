extension ScenarioReader {
    /// The items of a list of at least one; an item without a value is reported and left out.
    func list(_ field: Field, example: String) -> [YAMLNode]? {
        switch field.value.content {
        case .list(let items) where !items.isEmpty:
            return items
        case .list:
            report(
                "'\(field.path)' is empty", at: field.value.position, proposal: example)
        case .null:
            report("'\(field.path)' has no value", at: field.position, proposal: example)
        case .scalar(let text):
            report(
                "'\(field.path)' must be a list", at: field.value.position,
                proposal: YAMLText.flowList([text]))
        case .mapping:
            report(
                "'\(field.path)' must be a list", at: field.value.position, proposal: example)
        }
        return nil
    }

    /// The texts of a list; nil if the list itself can't be read.
    func texts(_ field: Field, example: String) -> [Located<String>]? {
        list(field, example: example)?.enumerated().compactMap { index, item in
            itemText(item, "item \(index + 1) of '\(field.path)'")
        }
    }

    /// The text of an item: `null` and `~` are words here, only nothing at all is a mistake.
    private func itemText(_ item: YAMLNode, _ what: String) -> Located<String>? {
        switch item.content {
        case .scalar(let text):
            return Located(value: text, position: item.position)
        case .null(let written) where !written.isEmpty:
            return Located(value: written, position: item.position)
        case .null:
            report("\(what) has no value", at: item.position, proposal: "\"\"")
        case .list, .mapping:
            report("\(what) must be one value", at: item.position)
        }
        return nil
    }
}

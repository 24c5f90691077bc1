/// The sheets of a workbook in order, and the ids of their parts.
final class WorkbookParts: XMLReceiver {
    /// The sheets' names, with the ids of the parts that hold them.
    private(set) var sheets: [(name: String, relationship: String)] = []

    func begin(_ name: XMLText, attributes: XMLAttributes) {
        guard name == "sheet", let title = attributes["name"], let id = attributes["r:id"] else {
            return
        }
        sheets.append(("\(title)", "\(id)"))
    }

    func end(_ name: XMLText) {}
    func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// The parts that the workbook's ids refer to.
final class Relationships: XMLReceiver {
    /// The paths of parts within the archive, by id.
    private(set) var parts: [String: String] = [:]
    /// The part with the shared strings, if there is one.
    private(set) var sharedStringsPart: String?

    func begin(_ name: XMLText, attributes: XMLAttributes) {
        guard name == "Relationship", let id = attributes["Id"], let type = attributes["Type"],
            let target = attributes["Target"]
        else { return }
        let path = "\(target)"
        let part = path.hasPrefix("/") ? String(path.dropFirst()) : "xl/" + path
        parts["\(id)"] = part
        if "\(type)".hasSuffix("/sharedStrings") { sharedStringsPart = part }
    }

    func end(_ name: XMLText) {}
    func text(_ bytes: UnsafeRawBufferPointer) {}
}

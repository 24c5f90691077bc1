/// The sheets of a workbook in their order, and what refers to what.
final class WorkbookParts: XMLReceiver {
    /// A sheet's name and the id of the part that holds it.
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

/// Which part each id of the workbook stands for.
final class Relationships: XMLReceiver {
    /// Paths of parts within the archive.
    private(set) var parts: [String: String] = [:]
    /// The part with the shared texts, if there is one.
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

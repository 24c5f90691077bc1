import Foundation
import FoundationXML

/// A document as read by an XML parser: the names of its elements and attributes, and its text.
final class ReadMarkup: NSObject, XMLParserDelegate {
    /// The elements with the names of their attributes: `text x y`.
    private(set) var shapes: Set<String> = []
    private(set) var text = ""
    /// The reason that it could not be read; `nil` if it could.
    private(set) var failure: String?

    init(_ source: String) {
        super.init()
        let parser = XMLParser(data: Data(source.utf8))
        parser.delegate = self
        parser.shouldResolveExternalEntities = false
        if !parser.parse() {
            failure = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")"
        }
    }

    /// A page without its doctype and the contents of its script and style.
    convenience init(page: String) {
        var source = page.replacing("<!doctype html>\n", with: "")
        for name in ["script", "style"] {
            guard let start = source.range(of: "<\(name)>"),
                let end = source.range(of: "</\(name)>")
            else { continue }
            source.removeSubrange(start.upperBound..<end.lowerBound)
        }
        self.init(source)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        shapes.insert(([name] + attributes.keys.sorted()).joined(separator: " "))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

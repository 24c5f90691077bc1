import ArgumentParser
import Reports

/// A renderer of `report`, named on the command line.
struct ReportFormat {
    let renderer: any FileRenderer

    static let names = Renderers.filing.map(\.name).joined(separator: ", ")

    /// Reads `markdown,svg`; what is named twice counts once.
    @Sendable static func list(_ text: String) throws -> [ReportFormat] {
        try text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) {
            formats, name in
            guard let renderer = Renderers.filing.first(where: { $0.name == name }) else {
                throw ValidationError("unknown format '\(name)'; choose from \(names)")
            }
            if !formats.contains(where: { $0.renderer.name == name }) {
                formats.append(ReportFormat(renderer: renderer))
            }
        }
    }
}

/// A renderer of `bench`, `gate` and `compare`, named on the command line.
struct ConsoleFormat: ExpressibleByArgument {
    let renderer: any ConsoleRenderer

    static let terminal = ConsoleFormat(renderer: TerminalReport())

    /// `terminal, markdown or json`.
    static var names: String {
        let names = allValueStrings
        return names.dropLast().joined(separator: ", ") + " or \(names.last ?? "")"
    }

    init(renderer: any ConsoleRenderer) {
        self.renderer = renderer
    }

    init?(argument: String) {
        guard let renderer = Renderers.console.first(where: { $0.name == argument }) else {
            return nil
        }
        self.renderer = renderer
    }

    static var allValueStrings: [String] { Renderers.console.map(\.name) }

    var defaultValueDescription: String { renderer.name }
}

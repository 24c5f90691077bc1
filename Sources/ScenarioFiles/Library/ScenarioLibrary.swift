import Foundation
package import MemoryBudget

/// The scenario files below some folders, found by name or by path.
package struct ScenarioLibrary: Sendable {
    /// Where scenarios are looked for, also in the folders below; one that is missing is empty.
    package var directories: [String]
    /// Reads what is found.
    package var parser: ScenarioParser

    /// Makes a library of `Scenarios/` in the current folder, unless told otherwise.
    package init(directories: [String] = ["Scenarios"], parser: ScenarioParser = ScenarioParser()) {
        self.directories = directories
        self.parser = parser
    }

    /// A scenario file, not yet read.
    package struct Entry: Hashable, Sendable {
        /// The file's name without its ending, which is also the scenario's name.
        package let name: String
        /// The folders between the library's and the file, `examples`; empty for none.
        package let group: String
        /// The path of the file, below the directory as it was given.
        package let path: String
        /// The folder in which it was found, that of its group's folders.
        package let folder: String

        /// Group and name, `examples/python-csv`.
        package var qualifiedName: String { group.isEmpty ? name : "\(group)/\(name)" }
    }

    /// Every scenario file, those without a group first, then by qualified name.
    ///
    /// - Throws: ``ScenarioFileError`` if a folder can't be read.
    package func entries() throws(ScenarioFileError) -> [Entry] {
        var entries: [Entry] = []
        for directory in directories {
            entries += try ScenarioFolder(path: directory).entries()
        }
        return entries.sorted {
            ($0.group.isEmpty ? 0 : 1, $0.qualifiedName) < (
                $1.group.isEmpty ? 0 : 1, $1.qualifiedName
            )
        }
    }

    /// Finds and reads scenarios, and reports the mistakes of all of them together.
    ///
    /// - Parameter requests: Names (`csv-ingest`, `examples/python-csv`), paths of files, and folders:
    ///   names of groups or paths, for all that lies directly in them.
    /// - Throws: ``ScenarioFileError`` for the first that can't be found or read, else
    ///   ``InvalidScenario`` with the mistakes of all files.
    package func scenarios(_ requests: [String]) throws -> [Scenario] {
        var scenarios: [Scenario] = []
        var diagnostics: [Diagnostic] = []
        for request in requests {
            for read in try readers(of: request) {
                do {
                    scenarios.append(try read())
                } catch let mistakes as InvalidScenario {
                    diagnostics += mistakes.diagnostics
                }
            }
        }
        if !diagnostics.isEmpty { throw InvalidScenario(diagnostics) }
        return scenarios
    }

    /// Reads the one scenario of a request, or each of a folder.
    private func readers(of request: String) throws -> [() throws -> Scenario] {
        guard let entries = try entries(in: request) else { return [{ try scenario(request) }] }
        return entries.map { entry in { try read(entry) } }
    }

    /// What lies directly in a folder, by name; nil if the request names none.
    private func entries(in request: String) throws(ScenarioFileError) -> [Entry]? {
        let all = try entries()
        guard !all.contains(where: { $0.name == request || $0.qualifiedName == request }) else {
            return nil
        }
        var request = request
        while request.count > 1, request.hasSuffix("/") { request.removeLast() }
        let group = all.filter { $0.group == request }
        if !group.isEmpty { return group }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: request, isDirectory: &isDirectory),
            isDirectory.boolValue
        else { return nil }
        let found = try ScenarioFolder(path: request).entries().filter(\.group.isEmpty)
        guard !found.isEmpty else {
            throw ScenarioFileError(
                code: .notFound, request: request,
                message: "folder '\(request)' holds no scenario, no file that ends in .yaml or .yml"
            )
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Finds and reads one scenario.
    ///
    /// - Parameter request: A name or the path of a file; see ``scenarios(_:)``.
    /// - Throws: ``ScenarioFileError`` or ``InvalidScenario``.
    package func scenario(_ request: String) throws -> Scenario {
        if let entry = try entry(named: request) {
            return try read(entry)
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: request, isDirectory: &isDirectory),
            !isDirectory.boolValue
        else { throw notFound(request) }
        return try read(ScenarioFile(path: request, folder: nil), name: nil)
    }

    private func entry(named request: String) throws(ScenarioFileError) -> Entry? {
        let found = try entries().filter { $0.name == request || $0.qualifiedName == request }
        guard found.count > 1 else { return found.first }
        throw ScenarioFileError(
            code: .ambiguous, request: request,
            message: "several scenarios are named '\(request)': give the path of one of them,"
                + " \(found.map(\.path).joined(separator: " or "))")
    }

    private func read(_ entry: Entry) throws -> Scenario {
        try read(ScenarioFile(path: entry.path, folder: entry.folder), name: entry.name)
    }

    private func read(_ file: ScenarioFile, name: String?) throws -> Scenario {
        try parser.parse(bytes: file.bytes(), path: file.path, expectedName: name)
    }

    private func notFound(_ request: String) -> ScenarioFileError {
        let entries = (try? entries()) ?? []
        let stem = URL(fileURLWithPath: request).deletingPathExtension().lastPathComponent
        let near =
            nearest(to: request, among: entries.map(\.qualifiedName))
            ?? nearest(to: stem, among: entries.map(\.name))
        let hint = near.map { "did you mean '\($0)'?" } ?? "'membudget list' shows what there is"
        let places = directories.joined(separator: ", ")
        return ScenarioFileError(
            code: .notFound, request: request,
            message: "no scenario '\(request)' under \(places), nor a file of that path; \(hint)")
    }
}

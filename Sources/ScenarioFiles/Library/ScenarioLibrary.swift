internal import Files
import Foundation
package import MemoryBudget

/// The scenario files below some folders, found by name or by path.
package struct ScenarioLibrary: Sendable {
    /// Where scenarios are looked for, also in the folders below; one that is missing is empty.
    package var directories: [String]
    /// The scenarios that membudget brings along, which have the group ``shippedGroup``; nil for none.
    package var shipped: String?
    /// Reads what is found.
    package var parser: ScenarioParser

    /// Makes a library of `Scenarios/` in the current folder, unless told otherwise.
    package init(
        directories: [String] = ["Scenarios"], shipped: String? = nil,
        parser: ScenarioParser = ScenarioParser()
    ) {
        self.directories = directories
        self.shipped = shipped
        self.parser = parser
    }

    /// The group of what membudget brings along: `shipped/csv-ingest`.
    package static let shippedGroup = "shipped"

    /// A scenario file, not yet read.
    package struct Entry: Hashable, Sendable {
        /// The file's name without its ending, which is also the scenario's name.
        package let name: String
        /// The folders between the library's and the file, `examples`; empty for none. What membudget
        /// brings along is below `shipped`.
        package let group: String
        /// The path of the file, below the directory as it was given.
        package let path: String
        /// The folder in which it was found, that of its group's folders.
        package let folder: String
        /// Whether membudget brings it along; default false.
        package var isShipped = false

        /// Group and name, `examples/python-csv`.
        package var qualifiedName: String { group.isEmpty ? name : "\(group)/\(name)" }

        /// Whether it is meant by a name: its own with or without its group, which may leave out `shipped`.
        func isNamed(_ request: String) -> Bool {
            name == request || qualifiedName == request || qualifiedName == Self.shipped(request)
        }

        /// The name of a group or scenario among those that membudget brings along.
        static func shipped(_ name: String) -> String { "\(shippedGroup)/\(name)" }
    }

    /// Every scenario file, those without a group first, then by qualified name.
    ///
    /// - Throws: ``ScenarioFileError`` if a folder can't be read.
    package func entries() throws(ScenarioFileError) -> [Entry] {
        var entries: [Entry] = []
        for directory in directories {
            entries += try ScenarioFolder(path: directory).entries()
        }
        return Self.sorted(entries) + (try shippedEntries())
    }

    /// The same as they are listed: what membudget brings along is left out where it is the user's own
    /// folder, as in membudget's own tree.
    ///
    /// - Throws: ``ScenarioFileError`` if a folder can't be read.
    package func listed() throws(ScenarioFileError) -> [Entry] {
        let identities = Set(directories.compactMap { FileIdentity(of: $0) })
        let isOwn = shipped.flatMap { FileIdentity(of: $0) }.map(identities.contains) ?? false
        return try entries().filter { !isOwn || !$0.isShipped }
    }

    private static func sorted(_ entries: [Entry]) -> [Entry] {
        entries.sorted {
            ($0.group.isEmpty ? 0 : 1, $0.qualifiedName) < (
                $1.group.isEmpty ? 0 : 1, $1.qualifiedName
            )
        }
    }

    /// The scenarios that membudget brings along.
    private func shippedEntries() throws(ScenarioFileError) -> [Entry] {
        guard let shipped else { return [] }
        return Self.sorted(try ScenarioFolder(path: shipped).entries()).map { entry in
            let groups = [Self.shippedGroup, entry.group].filter { !$0.isEmpty }
            return Entry(
                name: entry.name, group: groups.joined(separator: "/"), path: entry.path,
                folder: entry.folder, isShipped: true)
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
        guard !all.contains(where: { $0.isNamed(request) }) else {
            return nil
        }
        var request = request
        while request.count > 1, request.hasSuffix("/") { request.removeLast() }
        for name in [request, Entry.shipped(request)] {
            let group = all.filter { $0.group == name }
            if !group.isEmpty { return group }
        }
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
        let named = try entries().filter { $0.isNamed(request) }
        // One's own comes before what was shipped, which alone is named by its group.
        let isShipped = request.hasPrefix(Entry.shipped(""))
        let own = named.filter { $0.isShipped == isShipped }
        let found = own.isEmpty ? named : own
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
        let places = (directories + [shipped].compactMap(\.self)).joined(separator: ", ")
        return ScenarioFileError(
            code: .notFound, request: request,
            message: "no scenario '\(request)' under \(places), nor a file of that path; \(hint)")
    }
}

internal import Files
import Foundation
package import MemoryBudget

/// The scenario files in some folders, found by name or by path.
///
/// ```swift
/// let library = ScenarioLibrary(directories: ["Scenarios"])
/// for entry in try library.entries() { print(entry.qualifiedName) }
/// let scenario = try library.scenario("csv-ingest")
/// ```
package struct ScenarioLibrary: Sendable {
    /// The folders to search, including their subfolders; a missing folder counts as empty.
    package var directories: [String]
    /// The folder of the scenarios shipped with membudget, in the group ``shippedGroup``; `nil` for
    /// none.
    package var shipped: String?
    /// The parser of the files.
    package var parser: ScenarioParser

    /// Creates a library; by default, of `Scenarios/` in the current folder.
    package init(
        directories: [String] = ["Scenarios"], shipped: String? = nil,
        parser: ScenarioParser = ScenarioParser()
    ) {
        self.directories = directories
        self.shipped = shipped
        self.parser = parser
    }

    /// The group of the shipped scenarios, as in `shipped/csv-ingest`.
    package static let shippedGroup = "shipped"

    /// A scenario file that is not yet read.
    package struct Entry: Hashable, Sendable {
        /// The file's name without its extension, which is also the scenario's name.
        package let name: String
        /// The path of subfolders from the library's folder to the file, such as `examples`; empty
        /// for none. Groups of shipped scenarios begin with `shipped`.
        package let group: String
        /// The path of the file, relative to the same folder as the library's folders.
        package let path: String
        /// The library's folder that contains the file.
        package let folder: String
        /// Whether the scenario is shipped with membudget; default false.
        package var isShipped = false

        /// The group and name, such as `examples/python-csv`.
        package var qualifiedName: String { group.isEmpty ? name : "\(group)/\(name)" }

        /// Returns whether a name refers to this file: its own, with or without its group or
        /// `shipped/`.
        func isNamed(_ request: String) -> Bool {
            name == request || qualifiedName == request || qualifiedName == Self.shipped(request)
        }

        /// Returns the name of a group or scenario among the shipped ones.
        static func shipped(_ name: String) -> String { "\(shippedGroup)/\(name)" }
    }

    /// Returns every scenario file: first those without a group, then sorted by qualified name.
    ///
    /// - Throws: ``ScenarioFileError`` if a folder can't be read.
    package func entries() throws(ScenarioFileError) -> [Entry] {
        var entries: [Entry] = []
        for directory in directories {
            entries += try ScenarioFolder(path: directory).entries()
        }
        return Self.sorted(entries) + (try shippedEntries())
    }

    /// Returns the entries to list. If the user's folder is the shipped one, as in membudget's own
    /// repository, each file is listed only once.
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
    /// - Parameter requests: Names (`csv-ingest`, `examples/python-csv`), paths of files, or names
    ///   and paths of folders, which stand for the files directly in them.
    /// - Throws: ``ScenarioFileError`` for the first scenario that can't be found or read;
    ///   otherwise ``InvalidScenario`` with the mistakes of all files.
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

    /// Returns a function per scenario of a request that reads it.
    private func readers(of request: String) throws -> [() throws -> Scenario] {
        guard let entries = try entries(in: request) else { return [{ try scenario(request) }] }
        return entries.map { entry in { try read(entry) } }
    }

    /// Returns the files directly in a folder, sorted by name; `nil` if the request is not a
    /// folder.
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
                message: "folder '\(request)' contains no scenario (a file ending in .yaml or .yml)"
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
        // The user's scenarios take precedence over shipped ones, unless the name begins with
        // `shipped/`.
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
        let hint = near.map { "did you mean '\($0)'?" } ?? "'membudget list' shows all scenarios"
        let places = (directories + [shipped].compactMap(\.self)).joined(separator: ", ")
        return ScenarioFileError(
            code: .notFound, request: request,
            message: "no scenario '\(request)' in \(places), and no file of that path; \(hint)")
    }
}

import Files
import Glibc
import Processes

/// The paths of PostgreSQL's programs.
struct PostgreSQLPrograms: Equatable, Sendable {
    let initdb: String
    let postgres: String
    let psql: String

    /// The folder in which distributions install separate versions: `ROOT/15/bin`.
    static let versionsRoot = "/usr/lib/postgresql"

    /// Searches the PATH first, then the newest version in `versionsRoot`.
    ///
    /// - Throws: `MachineError` `.unavailable`, with the missing program and the remedy.
    init(
        searchPath: String? = currentEnvironment()["PATH"],
        versionsRoot: String = Self.versionsRoot
    ) throws {
        let versions = Self.versionFolders(versionsRoot)
        func find(_ name: String, in folders: [String]) throws -> String {
            let path = ([searchPath ?? ""] + folders).joined(separator: ":")
            // An empty entry of PATH means the working directory, which is never intended here.
            let entries = path.split(separator: ":").joined(separator: ":")
            guard
                case .found(let path) = ProgramLookup(
                    name, searchPath: entries.isEmpty ? "/nowhere" : entries, workingDirectory: nil)
            else {
                throw MachineError(
                    .unavailable, "PostgreSQL's \(name) was not found; install postgresql")
            }
            return path.description
        }
        initdb = try find("initdb", in: versions)
        // The other programs of the same version are beside it, after following a link on the PATH.
        let folder = Self.folder(ofTarget: initdb)
        func beside(_ name: String) throws -> String {
            let path = "\(folder)/\(name)"
            return access(path, X_OK) == 0 ? path : try find(name, in: versions)
        }
        postgres = try beside("postgres")
        psql = try beside("psql")
    }

    /// Returns the folders of all versions, newest first: 15 is newer than 9.6.
    private static func versionFolders(_ root: String) -> [String] {
        directoryEntries(root)
            .compactMap { name in Double(name).map { (version: $0, path: "\(root)/\(name)/bin") } }
            .sorted { $0.version > $1.version }
            .map(\.path)
    }

    private static func folder(ofTarget path: String) -> String {
        guard let target = realpath(path, nil) else { return path }
        defer { free(target) }
        let text = String(cString: target)
        return String(text[..<(text.lastIndex(of: "/") ?? text.startIndex)])
    }
}

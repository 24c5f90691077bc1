import Files
import Glibc
import Harness
import MemoryBudget
import Processes

/// A folder with the workers of another build: the base that a head is compared with.
///
/// ```swift
/// let base = try await WorkerFolder("/srv/base/.build/release")
/// ```
package struct WorkerFolder: Sendable {
    /// The folder's absolute path.
    let path: String
    let set: WorkerSet

    /// Creates a folder from workers that are already known.
    init(path: String, set: WorkerSet) {
        self.path = path
        self.set = set
    }

    /// Creates a folder by asking its workers for their pipelines.
    ///
    /// - Throws: ``BenchError`` 66 if the folder doesn't exist, 69 if a worker in it can't be used.
    package init(_ path: String) async throws {
        guard access(path, X_OK) == 0, !path.isEmpty else {
            throw BenchError(
                .noInput,
                "can't read \(path), where --against looks for another build: \(systemMessage(errno))"
            )
        }
        self.path = absolutePath(path)
        set = try await WorkerSet(helpers: HelperPrograms(folder: self.path))
        let unusable = set.broken + set.unstartable
        if let broken = unusable.first { throw BenchError(.unavailable, broken.reason) }
    }

    /// Checks that the folder has what the scenarios run: workers for pipelines, or a program in
    /// `{libexec}` for commands. Otherwise a build would be compared with nothing, or with itself.
    package func check(for requests: [BenchRequest]) throws {
        for request in requests {
            guard request.scenario.isCommand,
                !request.scenario.commands.joined().flatMap(CommandTemplate.placeholders)
                    .contains("libexec")
            else { continue }
            throw BenchError(
                .usage,
                "--against: \(path) is not a checkout (it has neither a .git nor the scenario's"
                    + " file), and the command of '\(request.scenario.name)' has no {libexec}, so both"
                    + " builds would run the same; name the root of a checkout of the base")
        }
        let needsWorkers = requests.contains { request in
            if case .pipeline = request.scenario.job { true } else { false }
        }
        guard needsWorkers, set.entries.isEmpty else { return }
        throw BenchError(
            .unavailable,
            "--against: there is no membudget-worker in \(path), and it is not a checkout: it has neither"
                + " a .git nor the scenario's file")
    }

    /// Checks that a folder is not the one in use, directly or by a link, which would be compared
    /// with itself. Identical workers in another folder are another build.
    ///
    /// - Throws: ``BenchError`` 64.
    static func checkOther(_ path: String, than requests: [BenchRequest]) throws {
        guard let given = FileIdentity(of: path),
            let used = requests.map(\.programFolder).first(where: { FileIdentity(of: $0) == given })
        else { return }
        throw BenchError(
            .usage,
            "--against: '\(path)' is the folder in use (\(used)), so a build would be compared with"
                + " itself; name the folder of another build")
    }

}

extension BenchRequest {
    /// The folder of the worker, or the folder that a command's `{libexec}` stands for.
    var programFolder: String {
        guard let path = worker?.worker, let slash = path.lastIndex(of: "/") else {
            return libexec
        }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

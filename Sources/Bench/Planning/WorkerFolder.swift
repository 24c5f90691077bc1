import Files
import Glibc
import Harness
import MemoryBudget
import Processes

/// The workers of another build, in a folder of their own: the base that a head is compared with.
package struct WorkerFolder: Sendable {
    /// The folder's absolute path.
    let path: String
    let set: WorkerSet

    /// A folder of known workers.
    init(path: String, set: WorkerSet) {
        self.path = path
        self.set = set
    }

    /// Asks the workers for their pipelines.
    ///
    /// - Throws: ``BenchError`` 66 if there is no such folder, 69 if a worker in it can't be used.
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

    /// A scenario that runs a pipeline needs workers, and a command a program of the folder: what
    /// has neither would be compared with nothing, or with itself.
    package func check(for requests: [BenchRequest]) throws {
        for request in requests {
            guard request.scenario.isCommand,
                !request.scenario.commands.joined().flatMap(CommandTemplate.placeholders)
                    .contains("libexec")
            else { continue }
            throw BenchError(
                .usage,
                "--against: \(path) is not a checkout (it has neither a .git nor the scenario's file at its"
                    + " place), and the command of '\(request.scenario.name)' has no {libexec}, so both"
                    + " builds would run the same; name the root of a checkout of the base")
        }
        let needsWorkers = requests.contains { request in
            if case .pipeline = request.scenario.job { true } else { false }
        }
        guard needsWorkers, set.entries.isEmpty else { return }
        throw BenchError(
            .unavailable,
            "--against: there is no membudget-worker in \(path), and it is not a checkout: it has neither"
                + " a .git nor the scenario's file at its place")
    }

    /// Refuses the very folder that is in use, also by a link: a build would be compared with itself.
    /// Equal workers elsewhere are another build.
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
    /// The folder of its worker, or of what a command's `{libexec}` stands for.
    var programFolder: String {
        guard let path = worker?.worker, let slash = path.lastIndex(of: "/") else {
            return libexec
        }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

import Files
import Glibc
import MemoryBudget
import Processes
import ScenarioFiles

/// The build that a head is compared with: a folder of workers, or a checkout and its workers.
package struct BaseBuild: Sendable {
    /// The absolute path of the folder that was named.
    let path: String
    /// The workers of the base, or its `{libexec}` programs; `nil` for a checkout without any.
    let workers: WorkerFolder?
    /// The checkout of the base's sources; `nil` for a folder of workers.
    let checkout: BaseCheckout?

    /// Creates a base from a folder of workers.
    init(_ workers: WorkerFolder) {
        path = workers.path
        self.workers = workers
        checkout = nil
    }

    /// Creates a base from a checkout, and from its workers if it has any.
    init(_ checkout: BaseCheckout, workers: WorkerFolder? = nil) {
        path = checkout.root
        self.workers = workers
        self.checkout = checkout
    }

    /// Creates the base in a folder, and checks that it can run the scenarios.
    ///
    /// - Throws: ``BenchError`` 66 if the folder doesn't exist, or lacks the folders of all
    ///   scenarios; 64 if it is the build in use, or would run the same; 69 if it can run none of
    ///   the scenarios.
    init(_ path: String, for requests: [BenchRequest], on system: any BenchSystem) async throws {
        guard BaseCheckout.isCheckout(path, of: requests) else {
            try WorkerFolder.checkOther(path, than: requests)
            self.init(try await WorkerFolder(path))
            try workers?.check(for: requests)
            try checkPrograms(for: requests, on: system)
            return
        }
        let checkout = BaseCheckout(path)
        try checkout.checkOther(than: requests)
        self.init(checkout, workers: try await Self.workers(of: checkout, besides: requests))
        try check(for: requests, on: system)
        try checkPrograms(for: requests, on: system)
    }

    /// Returns the checkout's counterpart of the worker folder in use, or else the one that `swift
    /// build` creates.
    private static func workers(
        of checkout: BaseCheckout, besides requests: [BenchRequest]
    ) async throws -> WorkerFolder? {
        let folders = requests.compactMap { request in
            SourceTree(holding: request.programFolder).flatMap { tree in
                // A membudget from another repository has no counterpart in the checkout.
                tree == SourceTree(holding: request.scenario.folder)
                    ? checkout.counterpart(of: request.programFolder) : nil
            }
        }
        if let folder = folders.first(where: { FileKind(of: $0) == .directory }) {
            return try await WorkerFolder(folder)
        }
        let built = "\(checkout.root)/.build/release"
        guard !HelperPrograms(folder: built).workers.isEmpty else { return nil }
        return try await WorkerFolder(built)
    }

    /// Checks that the base can run some scenario, and doesn't run the very same programs.
    ///
    /// - Throws: ``BenchError`` with the reason for the first scenario.
    func check(for requests: [BenchRequest], on system: any BenchSystem) throws(BenchError) {
        let parts = requests.map { ($0, $0.part(of: self)) }
        for case (let request, .success(let base)) in parts {
            try checkFiles(of: base, besides: request, on: system)
        }
        for case (let request, .success(let base)) in parts where base.runsTheSame(as: request) {
            throw BenchError(
                .usage,
                "--against: '\(request.scenario.name)' would run the same files for both builds:"
                    + " its command names no file in \(path) and starts in the same folder;"
                    + " name its files by {here}, or set 'cwd'"
            )
        }
        if case .failure(let first)? = parts.first?.1,
            parts.allSatisfy({ (try? $0.1.get()) == nil })
        {
            throw BenchError(first.status, "--against: \(first.reason)")
        }
        for case (let request, .success) in parts {
            guard let absence = request.unbuilt(in: self) else { continue }
            throw BenchError(absence.status, "--against: \(absence.reason)")
        }
    }

    /// Checks that the base's commands don't run the head's own files.
    private func checkFiles(
        of base: BenchRequest, besides head: BenchRequest, on system: any BenchSystem
    ) throws(BenchError) {
        guard let checkout, let path = base.fileOfHead(head, besides: checkout, on: system)
        else { return }
        throw BenchError(
            .usage,
            "--against: '\(head.scenario.name)' would run the head's '\(path)' for the base too; name"
                + " files by {here}")
    }

    /// Checks that the programs of commands can be started in the base.
    ///
    /// - Throws: ``BenchError`` 69 if a program is missing or can't be executed.
    func checkPrograms(for requests: [BenchRequest], on system: any BenchSystem) throws(BenchError)
    {
        for request in requests.compactMap({ $0.base(in: self) }) {
            guard let reason = request.missingProgram(on: system) else { continue }
            throw BenchError(.unavailable, "--against: \(reason)")
        }
    }
}

extension BaseCheckout {
    /// Checks that the base is not the tree in use, which would be compared with itself.
    ///
    /// - Throws: ``BenchError`` 64.
    func checkOther(than requests: [BenchRequest]) throws(BenchError) {
        let own = FileIdentity(of: root)
        let trees = requests.compactMap { SourceTree(holding: $0.scenario.folder)?.root }
        guard let used = trees.first(where: { FileIdentity(of: $0) == own }) else { return }
        throw BenchError(
            .usage,
            "--against: '\(root)' is the checkout in use (\(used)), so a build would be compared with"
                + " itself; name a checkout of another commit, made with 'git worktree add'")
    }
}

package import Files
package import MemoryBudget

/// An error about a run's folder that could not be created, written or read.
package struct RunStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    package struct Code: Hashable, Sendable {
        let rawValue: String

        /// The folder can't hold a run; found before the first trial.
        package static let cannotCreate = Code(rawValue: "cannot create")
        /// The given path is not the folder of a run.
        package static let noRun = Code(rawValue: "no run")
        /// Another membudget is writing this run.
        package static let inUse = Code(rawValue: "in use")
        /// Writing failed, as on a full disk; earlier files are unharmed.
        package static let writeFailed = Code(rawValue: "write failed")
        /// The runs are not shards of one run, or some are missing.
        package static let unmergeable = Code(rawValue: "unmergeable")
        /// The stored data is invalid: a `run.json` that doesn't describe a run, a baseline that
        /// doesn't match its path, or a trial that can't have been measured.
        package static let damaged = Code(rawValue: "damaged")
        /// Something else wrote a file of the run during the measurement.
        package static let changed = Code(rawValue: "changed")
        /// Reading failed.
        package static let unreadable = Code(rawValue: "unreadable")
    }

    /// The kind of failure.
    package var code: Code
    /// The file or folder that it is about.
    package var path: String
    /// The failure and its reason, without the path.
    package var reason: String
    /// The advice on what to do, as part of a sentence; `nil` if there is none.
    package var advice: String?

    /// Creates an error.
    package init(_ code: Code, path: String, reason: String, advice: String? = nil) {
        self.code = code
        self.path = path
        self.reason = reason
        self.advice = advice
    }

    /// One sentence with the path, the reason and the advice.
    package var description: String {
        "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The exit status of `membudget`.
    package var exitStatus: ExitStatus {
        switch code {
        case .cannotCreate, .inUse: .cannotCreate
        case .noRun: .noInput
        case .damaged, .unmergeable: .invalidScenario
        case .changed: .crashed
        default: .storeFailure
        }
    }
}

extension RunStoreError {
    /// Creates an error from a failed file operation.
    package init(_ error: FileError) {
        let code: Code =
            switch error.action {
            case .makeDirectory, .makeTemporaryDirectory, .create: .cannotCreate
            case .list, .read, .examine: .unreadable
            default: .writeFailed
            }
        self.init(code, path: error.path, reason: error.reason, advice: error.advice)
    }
}

extension RunStoreError {
    /// Creates an error from a refused file, which other programs may have written.
    init(_ error: StoredFileError) {
        switch error.cause {
        case .system(let cause): self.init(cause)
        case .changed:
            self.init(
                .changed, path: error.path, reason: error.reason,
                advice: "this run is not judged: measure again where the measured program can't"
                    + " write to it")
        default:
            self.init(
                .damaged, path: error.path, reason: error.reason, advice: error.advice)
        }
    }
}

/// Runs `body`, turning file errors into those of the run store.
func withStoreErrors<Value: ~Copyable>(
    _ body: @autoclosure () throws(FileError) -> Value
) throws(RunStoreError) -> Value {
    do {
        return try body()
    } catch {
        throw RunStoreError(error)
    }
}

/// Runs `body`, turning errors of files that other programs may have written into our own.
func withStoredFiles<Value: ~Copyable>(
    _ body: @autoclosure () throws(StoredFileError) -> Value
) throws(RunStoreError) -> Value {
    do {
        return try body()
    } catch {
        throw RunStoreError(error)
    }
}

package import Files
package import MemoryBudget

/// Why a run directory could not be made, written or read.
package struct RunStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may come.
    package struct Code: Hashable, Sendable {
        let rawValue: String

        /// The place can't hold a run; found before any trial.
        package static let cannotCreate = Code(rawValue: "cannot create")
        /// There is no run where one was asked for.
        package static let noRun = Code(rawValue: "no run")
        /// Another membudget is writing this run.
        package static let inUse = Code(rawValue: "in use")
        /// Writing failed half-way, as on a full disk; what was there before is unharmed.
        package static let writeFailed = Code(rawValue: "write failed")
        /// Runs that are no shards of one run, or not all of them.
        package static let unmergeable = Code(rawValue: "unmergeable")
        /// The stored data can't be understood: a `run.json` that doesn't describe a run, a committed baseline
        /// that doesn't match its path, or a run with a trial that nobody measured.
        package static let damaged = Code(rawValue: "damaged")
        /// Something else wrote a file of the run while it was measured.
        package static let changed = Code(rawValue: "changed")
        /// Reading failed.
        package static let unreadable = Code(rawValue: "unreadable")
    }

    /// The kind of failure.
    package var code: Code
    /// The file or directory it is about.
    package var path: String
    /// What failed and why, without the path.
    package var reason: String
    /// What to do, as a sentence part; nil if nothing helps.
    package var advice: String?

    /// Makes an error.
    package init(_ code: Code, path: String, reason: String, advice: String? = nil) {
        self.code = code
        self.path = path
        self.reason = reason
        self.advice = advice
    }

    /// One sentence: where, what, and what to do.
    package var description: String {
        "\(path): \(reason)" + (advice.map { "; \($0)" } ?? "")
    }

    /// The status `membudget` ends with.
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
    /// The failure of a file operation.
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
    /// The refusal of a file that somebody else may have made.
    init(_ error: StoredFileError) {
        switch error.cause {
        case .system(let cause): self.init(cause)
        case .changed:
            self.init(
                .changed, path: error.path, reason: error.reason,
                advice: "nothing is judged by this run: measure again where what is measured can't"
                    + " write to it")
        default:
            self.init(
                .damaged, path: error.path, reason: error.reason, advice: error.advice)
        }
    }
}

/// Does something with files, whose failures become the run store's.
func withStoreErrors<Value: ~Copyable>(
    _ body: @autoclosure () throws(FileError) -> Value
) throws(RunStoreError) -> Value {
    do {
        return try body()
    } catch {
        throw RunStoreError(error)
    }
}

/// The same as above with files that somebody else may have made.
func withStoredFiles<Value: ~Copyable>(
    _ body: @autoclosure () throws(StoredFileError) -> Value
) throws(RunStoreError) -> Value {
    do {
        return try body()
    } catch {
        throw RunStoreError(error)
    }
}

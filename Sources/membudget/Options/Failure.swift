import ArgumentParser
import Datasets
import Glibc
import Harness
import MemoryBudget
import RunStore

/// What ends a command other than success: a status, and one sentence for standard error.
struct Failure: Error {
    let status: Int32
    let message: String?

    init(_ status: ExitStatus, _ message: String? = nil) {
        self.status = status.rawValue
        self.message = message
    }

    /// The end of a command that a signal asked to stop.
    init(interruptedBy signal: Int32) {
        status = 128 + signal
        message = nil
    }

    /// Gives what run directories and datasets throw its status.
    static func ofStores<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as RunStoreError {
            throw Failure(error.exitStatus, error.description)
        } catch let error as DatasetError {
            throw Failure(error.exitStatus, error.description)
        }
    }

    /// Prints what an error says and ends the process with its status: the one place that does.
    static func exit(with error: any Error, for command: (some ParsableCommand).Type) -> Never {
        switch error {
        case let failure as Failure: end(failure.status, failure.message)
        case is HarnessError where StopSignals.last != nil:
            end(128 + (StopSignals.last ?? 0), nil)
        case let error as HarnessError: end(error.exitStatus.rawValue, error.description)
        default: command.exit(withError: error)
        }
    }

    private static func end(_ status: Int32, _ message: String?) -> Never {
        if let message { printError("membudget: \(message)") }
        Glibc.exit(status)
    }
}

extension DatasetError {
    /// The status that `membudget` ends with.
    var exitStatus: ExitStatus {
        switch code {
        case .unknownKind, .invalidParameter: .usage
        case .unavailable: .unavailable
        case .invalidInput: .noInput
        case .alreadyExists, .overCap: .cannotCreate
        default: .storeFailure
        }
    }
}

/// Writes a line to standard error.
func printError(_ text: String) {
    writeAll(text + "\n", to: STDERR_FILENO)
}

/// Writes text to standard output, whole; a reader who has left is no error of ours.
func printOutput(_ text: String) {
    writeAll(text, to: STDOUT_FILENO)
}

func writeAll(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }
}

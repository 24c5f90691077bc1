import Foundation
import Glibc

extension Command {
    /// Starts a program with its three streams redirected to files.
    static func spawn(
        _ arguments: [String], environment: [String: String],
        streams: (input: String, output: String, error: String)
    ) throws -> pid_t {
        guard let program = arguments.first else {
            preconditionFailure("a command needs at least a program")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, streams.input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, streams.output, writing, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, streams.error, writing, 0o600)
        var attributes = plainSignals()
        defer { posix_spawnattr_destroy(&attributes) }
        var child: pid_t = 0
        let code = withStrings(arguments) { arguments in
            withStrings(merged(environment)) { environment in
                posix_spawnp(&child, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw NotStarted(program: program, code: code) }
        return child
    }

    /// Returns attributes that unblock all signals and reset their handlers. A child would
    /// otherwise inherit the signals that task threads block.
    private static func plainSignals() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        return attributes
    }

    /// Returns the test's own environment with additions; an empty value removes a variable.
    private static func merged(_ additions: [String: String]) -> [String] {
        ProcessInfo.processInfo.environment
            .merging(additions) { _, added in added }
            .filter { !(additions[$0.key] ?? "-").isEmpty }
            .map { "\($0.key)=\($0.value)" }
    }

    /// Passes strings as a NULL-terminated C array.
    private static func withStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

internal import Glibc

/// Returns the environment of this process.
package func currentEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    for entry in inheritedEntries() {
        guard let (name, value) = split(entry) else { continue }
        variables[name] = value
    }
    return variables
}

/// Returns an environment for a program that is independent of our caller: with the paths of
/// programs, libraries, time zones and temporary files, and the plain locale. It contains nothing
/// else of ours, such as passwords or settings that would affect the program.
package func plainEnvironment() -> [String: String] {
    let names: Set = ["PATH", "LD_LIBRARY_PATH", "TZ", "TZDIR", "TMPDIR"]
    var environment = currentEnvironment().filter { names.contains($0.key) }
    environment["LANG"] = "C"
    environment["LC_ALL"] = "C"
    return environment
}

/// Returns an environment as a process receives it; unchanged inherited values keep their exact
/// bytes.
package func environmentBlock(_ environment: [String: String]) -> [[UInt8]] {
    var rest = environment
    var block: [[UInt8]] = []
    for entry in inheritedEntries() {
        guard let (name, value) = split(entry), rest[name] == value else { continue }
        block.append(entry)
        rest[name] = nil
    }
    return block + rest.map { Array("\($0.key)=\($0.value)".utf8) }
}

/// Returns the value of a variable in an environment block; `nil` if it doesn't exist.
package func environmentValue(_ name: String, in block: [[UInt8]]) -> [UInt8]? {
    let start = Array("\(name)=".utf8)
    return block.first { $0.starts(with: start) }.map { Array($0.dropFirst(start.count)) }
}

private func split(_ entry: [UInt8]) -> (name: String, value: String)? {
    guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (
        String(decoding: entry[..<equals], as: UTF8.self),
        String(decoding: entry[(equals + 1)...], as: UTF8.self)
    )
}

/// Returns the entries of the inherited environment, byte for byte.
private func inheritedEntries() -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var next = environ
    while let entry = next.pointee {
        entries.append(bytes(of: entry))
        next += 1
    }
    return entries
}

/// Returns the bytes of a C string.
package func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: string, count: strlen(string)))
}

/// Removes a variable from our own environment, and so from that of every process we start.
///
/// Must be called before there are other threads: nothing else may read the environment meanwhile.
///
/// - Returns: The variable's value; `nil` if it didn't exist.
package func takeVariable(_ name: String) -> String? {
    guard let value = currentEnvironment()[name] else { return nil }
    unsetenv(name)
    return value
}

/// Restores a variable of our own environment to a value; `nil` removes it. Must be called before
/// there are other threads.
package func restoreVariable(_ name: String, to value: String?) {
    if let value {
        setenv(name, value, 1)
    } else {
        unsetenv(name)
    }
}

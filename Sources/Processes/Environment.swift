internal import Glibc

/// Our own environment.
package func currentEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    for entry in inheritedEntries() {
        guard let (name, value) = split(entry) else { continue }
        variables[name] = value
    }
    return variables
}

/// The environment of a program that has nothing to do with who called us: where programs, libraries,
/// time zones and room for temporary files are, and the plain locale. Nothing else of ours is in it,
/// such as passwords, or settings that would steer it.
package func plainEnvironment() -> [String: String] {
    let names: Set = ["PATH", "LD_LIBRARY_PATH", "TZ", "TZDIR", "TMPDIR"]
    var environment = currentEnvironment().filter { names.contains($0.key) }
    environment["LANG"] = "C"
    environment["LC_ALL"] = "C"
    return environment
}

/// An environment as a process is given it; what is as we inherited it keeps its very bytes.
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

/// The value of a variable in an environment as a process is given it; nil if it isn't there.
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

/// The entries of the inherited environment, byte for byte.
private func inheritedEntries() -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var next = environ
    while let entry = next.pointee {
        entries.append(bytes(of: entry))
        next += 1
    }
    return entries
}

/// The bytes of a C string.
package func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: string, count: strlen(string)))
}

/// Removes a variable from our own environment, and so from that of all we start.
///
/// Only before there are other threads: nothing else may read the environment meanwhile.
///
/// - Returns: Its value; nil if it wasn't there.
package func takeVariable(_ name: String) -> String? {
    guard let value = currentEnvironment()[name] else { return nil }
    unsetenv(name)
    return value
}

/// Gives a variable of our own environment back the value it had; nil removes it. Only before there
/// are other threads.
package func restoreVariable(_ name: String, to value: String?) {
    if let value {
        setenv(name, value, 1)
    } else {
        unsetenv(name)
    }
}

import Foundation

/// Returns the addresses on which a port is open, in the system's format: `0100007F` is 127.0.0.1.
package func listeningAddresses(port: Int) throws -> [String] {
    let suffix = String(format: ":%04X", port)
    var addresses: [String] = []
    for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 3, words[1].hasSuffix(suffix), words[3] == "0A" else { continue }
            addresses.append(String(words[1].dropLast(suffix.count)))
        }
    }
    return addresses
}

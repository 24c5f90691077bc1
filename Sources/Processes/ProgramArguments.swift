internal import CLinux
internal import Files

/// The words that this program was started with. Swift's own list is read from `/proc`, which may
/// not exist.
package enum ProgramArguments {
    /// The program's name and its arguments, byte for byte: a file's name need not be UTF-8.
    package static let exact: [[UInt8]] = {
        var count: Int32 = 0
        guard let arguments = clinux_arguments(&count) else { return [] }
        return (0..<Int(count)).compactMap { index in arguments[index].map { bytes(of: $0) } }
    }()

    /// The words as text; a byte that is not UTF-8 is written as `\xE9`.
    package static let texts = exact.map { displayText($0) }
}

/// The part of an environment that a command's baselines are classed by, as its scenario says it.
///
/// Peaks of one class are compared with each other, and with none of another class.
package enum BaselineClass: Hashable, Sendable {
    /// The name itself: `numpy-2`.
    case name(String)
    /// The program and arguments of which the last line that they print is the name: `python3 --version`.
    case command([String])

    /// The most characters of a name, which becomes a part of a folder's.
    package static let lengthMaximum = 100
}

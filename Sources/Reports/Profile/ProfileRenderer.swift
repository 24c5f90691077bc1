package import RunStore

/// A profile format. A new one must be added to ``ProfileRenderers/all``.
package protocol ProfileRenderer: Sendable {
    /// The name of the format on the command line.
    var name: String { get }
    /// The extension of its file, without a dot.
    var fileExtension: String { get }

    /// Returns the contents of the file.
    ///
    /// - Throws: `RunStoreError` if the profile holds a number that the format can't represent.
    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8]
}

/// A format that can show a part of a profile: another order of call sites, or growth between
/// phases.
package protocol SelectiveProfileRenderer: ProfileRenderer {
    /// The part that is shown.
    var selection: ProfileSelection { get set }
}

/// All profile formats: the choices of `profile --format`, in this order.
///
/// ```swift
/// import HeapProfile
/// import RunStore
/// func write(_ record: ProfileRecord) throws {
///     for format in ProfileRenderers.all { _ = try format.contents(of: record) }
/// }
/// ```
package enum ProfileRenderers {
    /// All profile formats.
    package static let all: [any ProfileRenderer] = [
        ProfileTable(), ProfilePage(), ProfileSVG(), ProfileJSON(), ProfilePprof(), ProfileFolded(),
    ]
}

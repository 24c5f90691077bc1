package import RunStore

/// One way to show a profile. To add one, write it and name it in ``ProfileRenderers/all``.
package protocol ProfileRenderer: Sendable {
    /// Its name on the command line.
    var name: String { get }
    /// What its file's name ends with, without a dot.
    var fileExtension: String { get }

    /// The contents of the file.
    ///
    /// - Throws: `RunStoreError` if the profile holds a number that the format can't.
    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8]
}

/// One that can also show a part of a profile: another order of sites, or growth between phases.
package protocol SelectiveProfileRenderer: ProfileRenderer {
    /// The part that is shown.
    var selection: ProfileSelection { get set }
}

/// Every way to show a profile: what `profile --format` offers, in this order.
package enum ProfileRenderers {
    /// All of them.
    package static let all: [any ProfileRenderer] = [
        ProfileTable(), ProfilePage(), ProfileSVG(), ProfileJSON(), ProfilePprof(), ProfileFolded(),
    ]
}

package import MemoryBudget

/// The kinds of dataset that this build supports.
///
/// ```swift
/// import MemoryBudget
/// for kind in DatasetKinds.all { print(kind.name, kind.about) }
/// let generator = try DatasetKinds.generator(for: Scenario.DatasetRequest(kind: "csv-rows"))
/// ```
package enum DatasetKinds {
    private static let generators: [any DatasetGenerator.Type] = [
        ProductGenerator.self, HotelContractsGenerator.self, TicketDatabaseGenerator.self,
        TicketCopyGenerator.self, FixtureSourceGenerator.self, OpportunitySourceGenerator.self,
    ]

    /// All kinds, for lists, including the user's own CSV file.
    package static var all: [DatasetKind] {
        generators.map { $0.kind } + [InputScan.kind]
    }

    /// Returns the generator of a request, with its settings checked and defaults filled in.
    ///
    /// - Throws: `DatasetError` for an unknown kind, an unknown setting or an invalid value, with a
    ///   suggestion if a known name is similar.
    package static func generator(
        for request: Scenario.DatasetRequest
    ) throws(DatasetError) -> any DatasetGenerator {
        guard let type = generators.first(where: { $0.kind.name == request.kind }) else {
            throw unknown(kind: request.kind)
        }
        return try type.init(
            seed: request.seed, parameters: settings(request.parameters, of: type.kind))
    }

    /// Returns the name of the file or folder that a kind's generator writes; `nil` if it has none.
    static func dataName(of kind: String) -> String? {
        generators.first { $0.kind.name == kind }?.dataName
    }

    /// Returns whether datasets of a kind are the user's own data, whose file names vary.
    static func isOwn(_ kind: String) -> Bool {
        [FirstRecords.fileKind, CommandData.commandKind, InputScan.kind].contains {
            $0.name == kind
        }
    }

    /// Returns the storage in which workers find the data of a request.
    ///
    /// - Throws: The errors of `generator(for:)`.
    package static func storage(
        for request: Scenario.DatasetRequest
    ) throws(DatasetError) -> any DatasetStorage {
        try generator(for: request).storage
    }

    /// Checks that this machine supports the data of a request, without generating any.
    ///
    /// - Throws: The errors of `generator(for:)`; `DatasetError.Code.unavailable`, with the package
    ///   to install.
    package static func checkAvailable(
        _ request: Scenario.DatasetRequest
    ) throws(DatasetError) {
        guard let reason = try storage(for: request).unavailableReason else { return }
        throw DatasetError(.unavailable, reason)
    }

    private static func settings(
        _ given: [String: String], of kind: DatasetKind
    ) throws(DatasetError) -> [String: String] {
        var settings = Dictionary(
            uniqueKeysWithValues: kind.parameters.map { ($0.name, $0.defaultValue) })
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            guard settings.updateValue(value, forKey: name) != nil else {
                throw DatasetError(
                    .invalidParameter,
                    "dataset kind '\(kind.name)' has no setting '\(name)'"
                        + proposal(for: name, among: kind.parameters.map(\.name)))
            }
        }
        return settings
    }

    private static func unknown(kind: String) -> DatasetError {
        if kind == InputScan.kind.name {
            return DatasetError(
                .unknownKind,
                "dataset kind 'csv' is your own file and is not generated; give it"
                    + " with --input FILE, or generate 'csv-rows'")
        }
        let names = generators.map { $0.kind.name }
        return DatasetError(
            .unknownKind,
            "there is no dataset kind '\(kind)'" + proposal(for: kind, among: names))
    }

    private static func proposal(for word: String, among names: [String]) -> String {
        if let name = nearest(to: word, among: names) { return "; did you mean '\(name)'?" }
        return names.isEmpty ? "" : "; known: \(names.joined(separator: ", "))"
    }
}

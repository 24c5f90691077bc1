/// The place where workers find the data of a kind: the generated files, or a server filled from
/// them.
package protocol DatasetStorage: Sendable {
    /// The reason why this machine can't provide it, with the remedy; `nil` if it can.
    var unavailableReason: String? { get }

    /// Returns the approximate disk space and time it takes besides the files, for all datasets at
    /// once.
    func need(fileBytes: [Int]) -> StorageNeed

    /// Provides data to workers.
    ///
    /// - Parameters:
    ///   - datasets: The datasets, by number of units.
    ///   - checkStop: Called between steps; an error it throws stops the work and undoes it.
    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData
}

/// The disk space and time that a storage takes besides the generated files.
package struct StorageNeed: Hashable, Sendable {
    /// The disk space below `$TMPDIR`, in bytes.
    package var bytes = 0
    /// The time it takes in every run.
    package var duration: Duration = .zero

    /// Creates a need of nothing, as for plain files.
    package init() {}
}

/// Data that workers can read until it is stopped.
package struct StoredData: Sendable {
    /// The location of each dataset, by number of units: a path or connection parameters.
    package let locations: [Int: String]
    /// Paths of the results of an earlier run, by number of units; empty for most kinds.
    package let previous: [Int: String]
    /// The prefix of environment variables that would lead a worker elsewhere; `nil` if none would.
    package let hiddenVariablePrefix: String?
    private let release: @Sendable () -> Void

    /// Creates data at its locations; `release` is called when it is stopped.
    init(
        locations: [Int: String], previous: [Int: String] = [:],
        hiddenVariablePrefix: String? = nil,
        release: @escaping @Sendable () -> Void = {}
    ) {
        self.locations = locations
        self.previous = previous
        self.hiddenVariablePrefix = hiddenVariablePrefix
        self.release = release
    }

    /// Stops the server of the data, which is then gone; further calls do nothing.
    package func stop() {
        release()
    }
}

/// A storage that uses the generated files themselves.
struct FileStorage: DatasetStorage {
    let unavailableReason: String? = nil

    func need(fileBytes: [Int]) -> StorageNeed { StorageNeed() }

    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData {
        StoredData(locations: datasets.mapValues(\.path))
    }
}

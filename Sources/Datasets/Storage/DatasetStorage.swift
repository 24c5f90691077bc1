/// Where workers find the data of a kind: in the generated files, or in a server that is filled from
/// them.
package protocol DatasetStorage: Sendable {
    /// Why this machine can't have it, in a sentence that says what to do; nil if it can.
    var unavailableReason: String? { get }

    /// About the disk and time it takes beside the files, for data of these sizes all at once.
    func need(fileBytes: [Int]) -> StorageNeed

    /// Makes data available to workers.
    ///
    /// - Parameters:
    ///   - datasets: The data, by its number of units.
    ///   - checkStop: Called between steps; what it throws ends the work, and nothing stays.
    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData
}

/// The disk and time that a storage takes beside the generated files.
package struct StorageNeed: Hashable, Sendable {
    /// The disk it takes, below `$TMPDIR`.
    package var bytes = 0
    /// The time it takes, on every run.
    package var duration: Duration = .zero

    /// No need, as for plain files.
    package init() {}
}

/// Data that workers can read until it is stopped.
package struct StoredData: Sendable {
    /// Where a worker finds the data, by its number of units: a path, or what it connects with.
    package let locations: [Int: String]
    /// Paths of an earlier run's results, by the number of units; empty for most kinds.
    package let previous: [Int: String]
    /// The prefix of environment variables that would lead a worker elsewhere; nil if none would.
    package let hiddenVariablePrefix: String?
    private let release: @Sendable () -> Void

    /// Data at its places; `release` is called when it is stopped.
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

    /// Stops what serves the data, which is then gone; more calls do nothing.
    package func stop() {
        release()
    }
}

/// The generated files as they are.
struct FileStorage: DatasetStorage {
    let unavailableReason: String? = nil

    func need(fileBytes: [Int]) -> StorageNeed { StorageNeed() }

    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData {
        StoredData(locations: datasets.mapValues(\.path))
    }
}

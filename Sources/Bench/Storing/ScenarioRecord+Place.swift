import Files
import RunStore

extension ScenarioRecord {
    /// Returns this record with the file's path in its repository, by which other tools identify
    /// it.
    ///
    /// - Parameter variables: The environment variables; GitHub's runner names its workspace in
    ///   one.
    func placed(variables: [String: String]) -> ScenarioRecord {
        guard !path.isEmpty, let place = FilePlace(of: path) else { return self }
        var record = self
        record.repositoryPath = place.pathInRepository ?? place.path(from: ".")
        record.workspacePath = variables["GITHUB_WORKSPACE"].flatMap {
            $0.isEmpty ? nil : place.path(from: $0)
        }
        return record
    }
}

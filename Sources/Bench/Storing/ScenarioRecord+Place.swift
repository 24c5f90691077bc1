import Files
import RunStore

extension ScenarioRecord {
    /// The same with where its file is for other tools, which know it by its place in a repository.
    ///
    /// - Parameter variables: Of the environment; GitHub's runner names its workspace there.
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

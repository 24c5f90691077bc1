import Files

/// An unread scenario file.
struct ScenarioFile {
    let path: String
    /// The folder in which the file was found; `nil` if the user gave its path.
    let folder: String?

    /// Returns the contents; of a file that is too large for a scenario, only the beginning.
    ///
    /// A link is followed if the user gave its path, or if its target is in the folder, as in a
    /// Kubernetes ConfigMap. Other links are refused, because a foreign folder must not reveal
    /// files outside it.
    func bytes() throws(ScenarioFileError) -> [UInt8] {
        if let folder, FileKind(ofLink: path) == .link, !leadsInto(folder) {
            throw refusal("is a link that leads out of '\(folder)'; name the file itself")
        }
        let bytes: [UInt8]?
        do throws(StoredFileError) {
            bytes = try NamedInput.start(
                of: path, byteCountMaximum: ScenarioParser.readMaximum)
        } catch {
            throw refusal("can't be read: \(error.reason)")
        }
        guard let bytes else { throw refusal("does not exist") }
        return bytes
    }

    private func leadsInto(_ folder: String) -> Bool {
        guard let file = realpathText(path), let folder = realpathText(folder) else { return false }
        return file.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    private func refusal(_ reason: String) -> ScenarioFileError {
        ScenarioFileError(
            code: .unreadable, request: path, message: "scenario file '\(path)' \(reason)")
    }
}

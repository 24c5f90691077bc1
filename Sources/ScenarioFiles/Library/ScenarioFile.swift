import Files

/// A scenario file that is about to be read.
struct ScenarioFile {
    let path: String
    /// The folder in which it was found; nil for one that somebody named.
    let folder: String?

    /// Its bytes; of a file that is too large for a scenario, enough to tell that.
    ///
    /// A link is followed if somebody named it, or if it leads to a file in the folder, as those of a
    /// Kubernetes ConfigMap do: a folder of somebody else must not have other files shown.
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
        guard let bytes else { throw refusal("is not there") }
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

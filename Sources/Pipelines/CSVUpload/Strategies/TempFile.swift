import Glibc
import PipelineKit

/// The file on disk before its first row is looked at: constant memory for the process.
///
/// The file's pages are not the process's, but the container's that wrote them: on a temporary folder
/// in memory (tmpfs) they stay there until the file is removed, and on a disk until the kernel needs the
/// room.
struct TempFile: UploadStrategy {
    let name = "temp-file"
    let about = "the file to a temporary one, then its rows into the table; a container pays for it"
    let nominalUnitsPerSecond: Double? = 600_000

    func store(_ form: UploadForm, context: TrialContext) async throws {
        context.progress.phase("receive")
        let file = try UnfinishedOutput(at: context.output + ".upload")
        defer { withExtendedLifetime(file) {} }
        let path = file.temporaryPath
        let descriptor = try createFile(path)
        do {
            defer { close(descriptor) }
            try await form.readFile { bytes in
                if let error = writeAll(bytes, to: descriptor) {
                    throw WorkerError(.io, "cannot write '\(path)'", underlying: error)
                }
            } makeRoom: {
            }
        }
        try await context.storeUpload {
            let reader = try ChunkedFileReader(path: path)
            return { try reader.read(into: $0) }
        }
    }
}

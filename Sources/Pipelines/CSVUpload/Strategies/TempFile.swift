import Glibc
import PipelineKit

/// A strategy that writes the file to disk first: constant memory for the process.
///
/// The file's pages don't count for the process, but for the container that wrote them: in a
/// temporary folder in memory (tmpfs) until the file is removed, on disk until the kernel needs the
/// room.
struct TempFile: UploadStrategy {
    let name = "temp-file"
    let about =
        "writes the file to disk first, then stores its rows; the file's pages count as container"
        + " memory"
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

import PipelineKit

/// A strategy that reads the whole file into memory first, like `request.body.collect`.
struct BufferBody: UploadStrategy {
    let name = "buffer-body"
    let about = "the whole file in memory, then its rows into the table"
    let nominalUnitsPerSecond: Double? = 600_000

    func store(_ form: UploadForm, context: TrialContext) async throws {
        context.progress.phase("receive")
        var bytes: [UInt8] = []
        try await form.readFile {
            bytes.append(contentsOf: $0)
        } makeRoom: {
        }
        let body = bytes
        bytes = []
        try await context.storeUpload {
            var position = 0
            return { memory in
                let count = min(memory.count, body.count - position)
                body[position..<position + count].withUnsafeBytes { memory.copyMemory(from: $0) }
                position += count
                return count
            }
        }
    }
}

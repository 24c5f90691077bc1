import GRDB
import PipelineKit

/// A strategy that extracts an archive next to the result, then streams the folder.
///
/// That is a half fix: it costs disk space and page cache. A tree in folders is streamed directly.
struct ExtractFirst: ContractStrategy {
    let name = "extract-first"
    let about = "extracts an archive to disk, then streams the files like 'streamed'"
    let nominalUnitsPerSecond: Double? = 2_000

    let cacheByteCount: Int? = 512 << 10

    func load(
        _ source: any ContractSource, context: TrialContext, into store: ContractStore
    ) throws {
        guard let archive = source as? ContractArchive else {
            return try Streamed().load(source, context: context, into: store)
        }
        context.progress.phase("extract")
        let folder = try ExtractedTree(context.output + ".tree")
        defer { folder.remove() }
        try folder.extract(archive, rejected: context.rejected)
        let tree = try ContractTree(folder.path, context: context)
        try Streamed().load(tree, context: context, into: store)
    }
}

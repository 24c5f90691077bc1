import GRDB
import PipelineKit

/// Unpacks an archive beside the result, and streams the folder: half mended, for its price is the disk
/// and the page cache. A tree in folders needs no unpacking, and is streamed as it is.
struct ExtractFirst: ContractStrategy {
    let name = "extract-first"
    let about = "unpacks an archive to the disk, then streams the files as 'streamed' does"
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

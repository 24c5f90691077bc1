internal import HeapProfile
internal import RunStore

/// Stacks for flame graph tools.
struct ProfileFolded: ProfileRenderer {
    let name = "folded"
    let fileExtension = "folded"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(FoldedStacks(record.heap).text(at: .peak).utf8)
    }
}

/// The format of Go's pprof, which many tools open.
struct ProfilePprof: ProfileRenderer {
    let name = "pprof"
    let fileExtension = "pb"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        PprofProfile(record.heap).bytes
    }
}

internal import HeapProfile
internal import RunStore

/// A profile as folded stacks, for flame graph tools.
struct ProfileFolded: ProfileRenderer {
    let name = "folded"
    let fileExtension = "folded"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(FoldedStacks(record.heap).text(at: .peak).utf8)
    }
}

/// A profile in the format of Go's pprof, which many tools can open.
struct ProfilePprof: ProfileRenderer {
    let name = "pprof"
    let fileExtension = "pb"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        PprofProfile(record.heap).bytes
    }
}

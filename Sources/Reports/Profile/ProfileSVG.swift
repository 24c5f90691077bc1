internal import RunStore

/// A flame graph of the peak in a file that needs nothing beside it; light or dark as the reader has it.
struct ProfileSVG: ProfileRenderer {
    let name = "svg"
    let fileExtension = "svg"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(FlameChart(record).chart.file.utf8)
    }
}

internal import RunStore

/// A flame graph of the peak as a self-contained SVG file, light or dark by the reader's setting.
struct ProfileSVG: ProfileRenderer {
    let name = "svg"
    let fileExtension = "svg"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(FlameChart(record).chart.file.utf8)
    }
}

import Datasets

extension DatasetProgress {
    /// The fraction that is done, 0 to 1.
    var share: Double {
        min(1, max(0, Double(bytesDone) / Double(max(bytesTotal, 1))))
    }
}

extension DatasetProgress.Stage {
    /// The verb shown before the name of the data.
    var verb: String {
        switch self {
        case .waiting: "waiting for"
        case .generating: "generating"
        case .checking: "checking"
        case .scanning: "scanning"
        }
    }
}

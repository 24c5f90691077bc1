import Datasets
import Harness
import MemoryBudget

/// The form of a user's own data, determined by the scenarios that read it.
enum OwnInputForm {
    /// A CSV file with a header.
    case csv
    /// A tree of contracts, in folders or in an archive.
    case contracts
    /// A file of any format, for commands; its records are counted if the format has records.
    case any

    /// Determines the form that every scenario can read; CSV if one runs a pipeline that reads CSV.
    init(for requests: [BenchRequest]) {
        func all(_ isIt: (BenchRequest) -> Bool) -> Bool {
            !requests.isEmpty && requests.allSatisfy(isIt)
        }
        let areContracts = all {
            $0.worker?.pipeline.datasetKinds.contains(OwnContracts.kind) ?? false
        }
        self = areContracts ? .contracts : all(\.scenario.isCommand) ? .any : .csv
    }

    /// Data that was scanned.
    struct Scanned {
        /// The whole data.
        var whole: Dataset
        /// The empty input, on which floors are measured; `nil` if the format has no known empty
        /// form.
        var empty: Dataset?
        /// The name of the units in the plural; `nil` for that of the scenario.
        var unit: String?
    }

    /// Scans the data, and writes an empty input of this form.
    ///
    /// - Parameter folder: The folder in which the empty input is written.
    /// - Throws: `DatasetError` if the data doesn't have this form, or the empty input can't be
    ///   written.
    func scan(
        _ path: String, folder: String, progress: DatasetProgress.Handler
    ) throws -> Scanned {
        switch self {
        case .csv:
            let whole = try InputScan.dataset(of: path, progress: progress)
            return Scanned(
                whole: whole,
                empty: whole.manifest.units == 0
                    ? nil : try InputScan.headerOnly(of: path, to: "\(folder)/header.csv"))
        case .contracts:
            let whole = try OwnContracts.dataset(of: path, progress: progress)
            return Scanned(
                whole: whole,
                empty: whole.manifest.units == 0
                    ? nil : try OwnContracts.empty(like: path, in: folder))
        case .any: return try Self.scanAny(path, folder: folder, progress: progress)
        }
    }

    private static func scanAny(
        _ path: String, folder: String, progress: DatasetProgress.Handler
    ) throws -> Scanned {
        do {
            let records = FirstRecords(of: try RecordFile(scanning: path, progress: progress))
            return Scanned(
                whole: try records.whole(progress: progress),
                empty: records.file.recordCount == 0 ? nil : try records.empty(in: folder),
                unit: records.file.format.unit)
        } catch let error as DatasetError where error.code == .notDivisible {
            return Scanned(whole: try WholeFile.dataset(of: path), unit: WholeFile.unit)
        }
    }
}

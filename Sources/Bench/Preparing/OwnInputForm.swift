import Datasets
import Harness

/// The form of a user's own data, which the scenarios that read it decide over.
enum OwnInputForm {
    /// A CSV file with a header.
    case csv
    /// A tree of contracts, in folders or in an archive.
    case contracts

    /// The form that every scenario can read; CSV where one runs a command.
    init(for requests: [BenchRequest]) {
        let areContracts = requests.allSatisfy { request in
            request.worker?.pipeline.datasetKinds.contains(OwnContracts.kind) ?? false
        }
        self = areContracts && !requests.isEmpty ? .contracts : .csv
    }

    /// Scans the data.
    ///
    /// - Throws: `DatasetError` if it hasn't got this form.
    func dataset(
        of path: String, progress: DatasetProgress.Handler
    ) throws -> Dataset {
        switch self {
        case .csv: try InputScan.dataset(of: path, progress: progress)
        case .contracts: try OwnContracts.dataset(of: path, progress: progress)
        }
    }

    /// Writes data of this form without a unit: the input on which floors are measured.
    ///
    /// - Throws: As ``dataset(of:progress:)``; also if it can't be written.
    func empty(like path: String, in folder: String) throws -> Dataset {
        switch self {
        case .csv: try InputScan.headerOnly(of: path, to: "\(folder)/header.csv")
        case .contracts: try OwnContracts.empty(like: path, in: folder)
        }
    }
}

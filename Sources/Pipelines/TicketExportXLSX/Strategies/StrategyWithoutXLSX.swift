#if !XLSX
    import PipelineKit

    /// A strategy in a build without package trait XLSX, which can't run.
    protocol StrategyWithoutXLSX: Strategy {}

    extension StrategyWithoutXLSX {
        var unavailableReason: String? { withoutXLSX }

        func run(_ context: TrialContext) async throws {
            throw WorkerError(.unavailable, withoutXLSX)
        }
    }

    let withoutXLSX =
        "this worker was built without package trait XLSX; build it with the default traits, which"
        + " need libxlsxwriter-dev, libminizip-dev and libexpat1-dev"
#endif

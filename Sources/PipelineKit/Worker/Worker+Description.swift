extension Worker {
    /// What `describe` prints: schema `membudget.worker/1`.
    static func description(of pipelines: [any Pipeline]) -> JSONText {
        .object([
            ("schema", .string("membudget.worker/1")),
            ("pipelines", .array(pipelines.map(description(of:)))),
        ])
    }

    private static func description(of pipeline: any Pipeline) -> JSONText {
        .object([
            ("name", .string(pipeline.name)),
            ("about", .string(pipeline.about)),
            ("unit", .string(pipeline.unit)),
            ("dataset_kinds", .array(pipeline.datasetKinds.map { .string($0) })),
            ("parameters", .array(pipeline.parameters.map(description(of:)))),
            ("strategies", .array(pipeline.strategies.map(description(of:)))),
        ])
    }

    private static func description(of parameter: Parameter) -> JSONText {
        .object([
            ("name", .string(parameter.name)),
            ("default", .string(parameter.defaultValue)),
            ("about", .string(parameter.about)),
        ])
    }

    private static func description(of strategy: any Strategy) -> JSONText {
        let reason = strategy.unavailableReason
        return .object([
            ("name", .string(strategy.name)),
            ("about", .string(strategy.about)),
            ("available", .bool(reason == nil)),
            ("unavailable_reason", reason.map { .string($0) } ?? .null),
        ])
    }
}

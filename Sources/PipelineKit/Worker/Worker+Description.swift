import MemoryBudget

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
            (
                "output_bytes_per_input_byte",
                pipeline.outputBytesPerInputByte.map { .number($0) } ?? .null
            ),
            ("strategies", .array(pipeline.strategies.map(description(of:)))),
        ])
    }

    private static func description(of parameter: Parameter) -> JSONText {
        .object([
            ("name", .string(parameter.name)),
            ("default", .string(parameter.defaultValue)),
            ("about", .string(parameter.about)),
            ("accepts", description(of: parameter.kind)),
        ])
    }

    private static func description(of kind: ParameterKind) -> JSONText {
        func range(_ name: String, _ range: ClosedRange<Int>) -> JSONText {
            .object([
                ("kind", .string(name)), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ])
        }
        switch kind {
        case .integer(let bounds): return range("integer", bounds)
        case .integers(let bounds): return range("integers", bounds)
        case .flag: return .object([("kind", .string("flag"))])
        case .choice(let words):
            let words = words.map { JSONText.string($0) }
            return .object([("kind", .string("choice")), ("words", .array(words))])
        case .text: return .object([("kind", .string("text"))])
        }
    }

    private static func description(of strategy: any Strategy) -> JSONText {
        let reason = strategy.unavailableReason
        return .object([
            ("name", .string(strategy.name)),
            ("about", .string(strategy.about)),
            ("available", .bool(reason == nil)),
            ("unavailable_reason", reason.map { .string($0) } ?? .null),
            (
                "nominal_units_per_second",
                strategy.nominalUnitsPerSecond.map { .number($0) } ?? .null
            ),
        ])
    }
}

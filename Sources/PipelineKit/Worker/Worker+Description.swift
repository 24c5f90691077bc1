import MemoryBudget

extension Worker {
    /// Returns the output of `describe`: schema `membudget.worker/2`.
    static func description(of pipelines: [any Pipeline]) -> JSONValue {
        .object([
            ("schema", .string("membudget.worker/2")),
            ("pipelines", .array(pipelines.map(description(of:)))),
        ])
    }

    private static func description(of pipeline: any Pipeline) -> JSONValue {
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

    private static func description(of parameter: Parameter) -> JSONValue {
        .object([
            ("name", .string(parameter.name)),
            ("default", .string(parameter.defaultValue)),
            ("about", .string(parameter.about)),
            ("accepts", description(of: parameter.kind)),
        ])
    }

    private static func description(of kind: ParameterKind) -> JSONValue {
        func range(_ name: String, in range: ClosedRange<Int>) -> JSONValue {
            .object([
                ("kind", .string(name)), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ])
        }
        switch kind {
        case .integer(let bounds): return range("integer", in: bounds)
        case .integers(let bounds): return range("integers", in: bounds)
        case .flag: return .object([("kind", .string("flag"))])
        case .choice(let words):
            let words = words.map { JSONValue.string($0) }
            return .object([("kind", .string("choice")), ("words", .array(words))])
        case .text: return .object([("kind", .string("text"))])
        }
    }

    private static func description(of strategy: any Strategy) -> JSONValue {
        let reason = strategy.unavailableReason
        return .object([
            ("name", .string(strategy.name)),
            ("about", .string(strategy.about)),
            ("available", .bool(reason == nil)),
            ("unavailable_reason", reason.map { .string($0) } ?? .null),
            ("nominal_units_per_second", number(strategy.nominalUnitsPerSecond)),
            ("nominal_halving_units", number(strategy.nominalHalvingUnits)),
            ("nominal_bytes_per_unit", number(strategy.nominalBytesPerUnit)),
            ("uses_client", .bool(strategy.usesClient)),
        ])
    }

    private static func number(_ value: Double?) -> JSONValue {
        value.map { .number($0) } ?? .null
    }
}

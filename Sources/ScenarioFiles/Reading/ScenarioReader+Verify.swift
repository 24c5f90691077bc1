import MemoryBudget

extension ScenarioReader {
    private static let sameAsKey = "same-as"
    private static let verifyExample = "[python3, \"{here}/check.py\", \"{input}\", \"{output}\"]"

    /// Reads the check of a command's results: a program with arguments, or the strategy to compare
    /// with.
    func verification(_ field: Field) -> ScenarioDraft.Verification? {
        switch field.value.content {
        case .mapping:
            let example = "{ \(Self.sameAsKey): load-all }"
            guard let fields = fields(field, known: [Self.sameAsKey], example: example) else {
                return nil
            }
            return required(Self.sameAsKey, in: fields).flatMap(text).map { .sameAs($0, field) }
        case .scalar(let line):
            let words = line.split(separator: " ").map(String.init)
            report(
                "'\(field.path)' must be a list of the program and its arguments, or a mapping with"
                    + " '\(Self.sameAsKey)'", at: field.value.position,
                proposal: words.count == 1
                    ? "{ \(Self.sameAsKey): \(line) }" : YAMLText.flowList(words))
            return nil
        case .list, .null:
            guard let words = texts(field, example: Self.verifyExample), let program = words.first
            else { return nil }
            if program.value.isEmpty {
                report("'\(field.path)' names no program", at: program.position)
            }
            return .command(words, field)
        }
    }

    /// Checks the names in `verify` against the job and its strategies.
    func checkVerification(_ draft: ScenarioDraft) {
        guard let verification = draft.verification else { return }
        guard case .command? = draft.job else {
            if case .pipeline? = draft.job {
                report(
                    "'verify' is for commands: the results of a pipeline are checked by its worker",
                    at: verification.field.position)
            }
            return
        }
        switch verification {
        case .command(let words, let field):
            checkPlaceholders(of: words, draft: draft)
            let used = Set(words.flatMap { CommandTemplate.placeholders(in: $0.value) })
            checkValues(draft, used: used, key: field.path)
        case .sameAs(let strategy, _):
            checkReference(strategy, in: draft)
            for command in draft.commands { checkOutput(of: command, reference: strategy) }
        }
    }

    /// Reports an unknown reference, or one that has no other strategy to be compared with it.
    private func checkReference(_ reference: Located<String>, in draft: ScenarioDraft) {
        // A section that could not be read is already reported.
        guard draft.strategies != nil || !draft.sections.contains("strategies") else { return }
        let strategies = draft.strategies?.map(\.name.value) ?? [ScenarioDraft.onlyStrategyName]
        if !strategies.contains(reference.value) {
            reportUnknown(
                "strategy", named: reference.value, at: reference.position, known: strategies)
        } else if strategies.count == 1 {
            report(
                "'\(reference.value)' is the only strategy: there is nothing to compare it with",
                at: reference.position)
        }
    }

    /// Reports a command without `{output}`, whose results could not be compared.
    private func checkOutput(of command: ScenarioDraft.Command, reference: Located<String>) {
        let output = CommandTemplate.Placeholder.output.rawValue
        guard !command.placeholders.contains(output) else { return }
        report(
            "'\(Self.sameAsKey)' compares what is written to {\(output)}, which"
                + " '\(command.field.path)' doesn't use",
            at: reference.position, proposal: "{\(output)}")
    }
}

extension ScenarioDraft {
    /// The `verify` section, with its field for positions.
    enum Verification {
        case command([Located<String>], Field)
        case sameAs(Located<String>, Field)

        var field: Field {
            switch self {
            case .command(_, let field), .sameAs(_, let field): field
            }
        }

        var verification: MemoryBudget.Verification {
            switch self {
            case .command(let words, _): .command(words.map(\.value))
            case .sameAs(let strategy, _): .sameAs(strategy: strategy.value)
            }
        }
    }
}

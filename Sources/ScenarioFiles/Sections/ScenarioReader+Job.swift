extension ScenarioReader {
    /// What is run: exactly one of `pipeline` and `command`.
    func job(_ fields: Fields) -> ScenarioDraft.Job? {
        switch (fields["pipeline"], fields["command"]) {
        case (let pipeline?, nil):
            return text(pipeline).map { .pipeline($0) }
        case (nil, let command?):
            return self.command(command)
        case (_?, let command?):
            report(
                "a scenario runs a pipeline or a command, not both", at: command.position)
        case (nil, nil):
            report("missing 'pipeline' or 'command' in \(fields.title)", at: fields.position)
        }
        return nil
    }

    private func command(_ field: Field) -> ScenarioDraft.Job? {
        if case .scalar(let line) = field.value.content {
            let words = line.split(separator: " ").map(String.init)
            report(
                "'command' must be a list of the program and its arguments; no shell splits it",
                at: field.value.position, proposal: YAMLText.flowList(words))
            return nil
        }
        guard
            let arguments = texts(field, example: "[python3, import.py, \"{input}\"]"),
            let program = arguments.first
        else { return nil }
        if program.value.isEmpty {
            report("'command' names no program", at: program.position)
        }
        return .command(arguments, field)
    }
}

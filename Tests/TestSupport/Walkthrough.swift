import Foundation

/// The files to save and commands to type that a document tells its reader, in order.
///
/// A block of `console` holds commands, each after `$ `, and below each what it prints. A comment
/// on the line before a block says more: `<!-- file: NAME -->` that the block is saved under this
/// name, `<!-- not run: REASON -->` that its commands can't be run everywhere. `<!-- needs:
/// Scenarios -->` anywhere says that the reader is in a folder with the shipped scenarios.
package struct Walkthrough: Sendable {
    /// Something to do.
    package enum Step: Sendable, Equatable {
        /// Save a text under a name from the reader's folder.
        case save(name: String, text: String)
        /// Type a command.
        case type(TypedCommand)
    }

    /// A command with what the document says that it prints.
    package struct TypedCommand: Sendable, Equatable {
        /// The line of its `$`, from 1.
        package var line: Int
        /// The text behind the `$`; continued lines are joined by line breaks.
        package var text: String
        /// The lines that it prints, with gaps.
        package var output: [String] = []
        /// The number of lines of the document that the command itself takes.
        package var lineCount = 1
    }

    /// All that is done, in order.
    package private(set) var steps: [Step] = []
    /// Commands that are marked as not run.
    package private(set) var unrun: [TypedCommand] = []
    /// Whether it needs the scenarios that are shipped.
    package private(set) var needsScenarios = false
    /// Commands that nobody would run, and marks that nobody knows: `12: what is wrong`.
    package private(set) var problems: [String] = []

    private var mark: Mark?

    /// A remark about the block behind it.
    private enum Mark {
        case file(String)
        case notRun
    }

    /// Reads a document in Markdown.
    package init(_ text: String) {
        let lines = text.components(separatedBy: "\n")
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            guard line.hasPrefix("```") else {
                readProse(line, number: index)
                continue
            }
            let end = lines[index...].firstIndex { $0.hasPrefix("```") }
            if end == nil { problems.append("\(index): a block that doesn't end") }
            let block = lines[index..<(end ?? lines.count)]
            readBlock(block, language: String(line.dropFirst(3)))
            index = (end ?? lines.count) + 1
        }
    }

    private mutating func readProse(_ line: String, number: Int) {
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        if trimmed.isEmpty { return }
        mark = nil
        if trimmed.hasPrefix("<!-- "), trimmed.hasSuffix(" -->") {
            readMark(trimmed.dropFirst(5).dropLast(4), number: number)
        } else if trimmed.hasPrefix("```") {
            problems.append("\(number): an indented block is run by no test")
        } else if line.hasPrefix("    "), trimmed.hasPrefix("membudget ") || trimmed.hasPrefix("$ ")
        {
            problems.append("\(number): a command outside of a console block is run by no test")
        }
    }

    private mutating func readMark(_ text: Substring, number: Int) {
        let parts = text.split(separator: ":", maxSplits: 1).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        switch (parts.first, parts.count > 1 ? parts[1] : "") {
        case ("file", let name) where !name.isEmpty: mark = .file(name)
        case ("not run", let reason) where !reason.isEmpty: mark = .notRun
        case ("needs", "Scenarios"): needsScenarios = true
        default: problems.append("\(number): an unknown mark: \(text)")
        }
    }

    private mutating func readBlock(_ lines: ArraySlice<String>, language: String) {
        defer { mark = nil }
        if case .file(let name)? = mark {
            steps.append(.save(name: name, text: lines.joined(separator: "\n") + "\n"))
        } else if language == "console" {
            readCommands(lines)
        } else if ["sh", "bash", "shell", "zsh", ""].contains(language),
            lines.contains(where: { $0.hasPrefix("membudget ") || $0.hasPrefix("$ ") })
        {
            problems.append("\(lines.startIndex): commands belong in a block of console")
        }
    }

    private mutating func readCommands(_ lines: ArraySlice<String>) {
        var commands: [TypedCommand] = []
        for (index, line) in zip(lines.indices, lines) {
            if line.hasPrefix("$ ") {
                commands.append(TypedCommand(line: index + 1, text: String(line.dropFirst(2))))
            } else if let last = commands.indices.last {
                commands[last].add(line)
            } else {
                problems.append("\(index + 1): a console block starts with '$ '")
            }
        }
        if case .notRun? = mark {
            unrun += commands
        } else {
            steps += commands.map(Step.type)
        }
    }
}

extension Walkthrough.TypedCommand {
    /// Adds a line to the command, if that goes on, and to its output otherwise.
    fileprivate mutating func add(_ line: String) {
        if output.isEmpty, text.hasSuffix("\\") {
            text += "\n\(line)"
            lineCount += 1
        } else {
            output.append(line)
        }
    }

    /// The status that the command before it has to have, if this asks for it.
    package var askedStatus: Int? {
        text == "echo $?" ? output.first.flatMap { Int($0) } : nil
    }
}

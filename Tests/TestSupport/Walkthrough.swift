import Foundation

/// The files to save and the commands to type in a document, in order.
///
/// A `console` block holds commands, each after `$ `, and the output below each. An `sh` block holds
/// commands to copy, whose output isn't shown. A comment on the line before a block changes its
/// meaning: `<!-- file: NAME -->` saves the block under this name, `<!-- not run: REASON -->` marks
/// commands that can't run everywhere. `<!-- needs: Scenarios, Examples -->`, anywhere, copies these
/// folders of the repository into the reader's folder.
package struct Walkthrough: Sendable {
    /// A step of the document.
    package enum Step: Sendable, Equatable {
        /// Save a text under a name from the reader's folder.
        case save(name: String, text: String)
        /// Type a command.
        case type(TypedCommand)
    }

    /// A command with its documented output.
    package struct TypedCommand: Sendable, Equatable {
        /// The line of its `$`, from 1.
        package var line: Int
        /// The text after the `$`; continued lines are joined by line breaks.
        package var text: String
        /// The lines of output, with gaps.
        package var output: [String] = []
        /// The number of lines that the command itself takes in the document.
        package var lineCount = 1
    }

    /// All steps, in order.
    package private(set) var steps: [Step] = []
    /// The commands that are marked as not run.
    package private(set) var unrun: [TypedCommand] = []
    /// The folders of the repository that the commands need.
    package private(set) var neededFolders: [String] = []
    /// Commands that would not be run, and unknown marks: `12: the problem`.
    package private(set) var problems: [String] = []

    private var mark: Mark?

    /// A comment about the following block.
    private enum Mark {
        case file(String)
        case notRun
    }

    /// Parses a Markdown document.
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
            problems.append("\(number): an indented block is not tested")
        } else if line.hasPrefix("    "), trimmed.hasPrefix("membudget ") || trimmed.hasPrefix("$ ")
        {
            problems.append("\(number): a command outside a console block is not tested")
        }
    }

    private mutating func readMark(_ text: Substring, number: Int) {
        let parts = text.split(separator: ":", maxSplits: 1).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        switch (parts.first, parts.count > 1 ? parts[1] : "") {
        case ("file", let name) where !name.isEmpty: mark = .file(name)
        case ("not run", let reason) where !reason.isEmpty: mark = .notRun
        case ("needs", let names) where !names.isEmpty:
            neededFolders = names.split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        // The ends of text that a script copies from another document.
        case ("quote", _), ("end of quote", _): break
        default: problems.append("\(number): an unknown mark: \(text)")
        }
    }

    private mutating func readBlock(_ lines: ArraySlice<String>, language: String) {
        defer { mark = nil }
        if case .file(let name)? = mark {
            steps.append(.save(name: name, text: lines.joined(separator: "\n") + "\n"))
        } else if language == "console" {
            readTranscript(lines)
        } else if language == "sh" {
            readCommands(lines)
        } else if ["bash", "shell", "zsh", ""].contains(language),
            lines.contains(where: { $0.hasPrefix("membudget ") || $0.hasPrefix("$ ") })
        {
            problems.append("\(lines.startIndex): commands belong in a console or sh block")
        }
    }

    /// Reads commands to copy, one per line unless a line ends with a backslash.
    private mutating func readCommands(_ lines: ArraySlice<String>) {
        var commands: [TypedCommand] = []
        for (index, line) in zip(lines.indices, lines) {
            if let last = commands.indices.last, commands[last].isContinued {
                commands[last].join(line)
            } else {
                commands.append(TypedCommand(line: index + 1, text: line, output: ["…"]))
            }
        }
        take(commands)
    }

    /// Reads commands with their output.
    private mutating func readTranscript(_ lines: ArraySlice<String>) {
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
        take(commands)
    }

    private mutating func take(_ commands: [TypedCommand]) {
        if case .notRun? = mark {
            unrun += commands
        } else {
            steps += commands.map(Step.type)
        }
    }
}

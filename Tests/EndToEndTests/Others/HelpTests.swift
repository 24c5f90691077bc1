import TestSupport
import Testing

extension EndToEnd {
    /// The help pages.
    @Suite struct HelpTests {
        static let commands = [
            "run", "bench", "gate", "dashboard", "report", "compare", "merge", "limit", "need",
            "size", "profile", "generate", "init", "list", "doctor", "clean",
        ]

        private func help(_ command: String) async throws -> String {
            let arguments = command.isEmpty ? ["--help"] : [command, "--help"]
            let result = try await Workplace().run([Products.path("membudget")] + arguments)
            #expect(result.status == 0, "\(result)")
            return result.standardOutput
        }

        @Test("The overview names every command")
        func overview() async throws {
            let text = try await help("")
            let named = text.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }
                .dropFirst()
                .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("See '") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
            #expect(Set(named) == Set(Self.commands))
        }

        @Test("Every page fits 80 columns", arguments: [""] + commands)
        func width(command: String) async throws {
            for line in try await help(command).split(separator: "\n") {
                #expect(line.count <= 80, "\(line)")
            }
        }

        @Test("Every option with a value has a default, or is required", arguments: commands)
        func defaults(command: String) async throws {
            for option in Self.options(in: try await help(command)) where option.contains("<") {
                #expect(option.contains("default") || option.contains("required"), "\(option)")
            }
        }

        @Test("The default of flags is mentioned if there are flags", arguments: commands)
        func flags(command: String) async throws {
            let page = try await help(command)
            let flags = Self.options(in: page).filter {
                !$0.contains("<") && !$0.hasPrefix("--version") && !$0.hasPrefix("-h, --help")
            }
            #expect(
                page.contains("Flags, which take no value, are off by default.") == !flags.isEmpty)
        }

        @Test("The test finds an option without a default")
        func probe() {
            let page = """
                OPTIONS:
                  --budget <size>         The limit, such as
                                          64MiB.
                  --quiet                 Print less.
                """
            #expect(
                Self.options(in: page) == [
                    "--budget <size> The limit, such as 64MiB.", "--quiet Print less.",
                ])
        }

        /// Returns the entries of a help page's options, each on one line.
        private static func options(in page: String) -> [String] {
            var options: [String] = []
            let lines = page.split(separator: "\n").drop { $0 != "OPTIONS:" }.dropFirst()
            for line in lines {
                let words = line.split(separator: " ").joined(separator: " ")
                if line.hasPrefix("  -") {
                    options.append(words)
                } else if line.hasPrefix("   "), !options.isEmpty {
                    options[options.count - 1] += " " + words
                }
            }
            return options
        }
    }
}

import TestSupport

extension Browser {
    /// The problems found in a report.
    struct Findings: Decodable {
        /// The state of a flame graph after a key, a click or a search.
        struct Step: Decodable {
            var step: String
            /// The element that has the focus.
            var name: String
            /// The width in percent of the graph's.
            var part: Int
            var hidden: Int
            var matches: Int
            var found: String
            var status: String
        }

        struct View: Decodable {
            var theme: String
            var width: Int
            var scroll_width: Int
            var ground: String
            var reading: Browser.Reading
        }

        struct Sorted: Decodable {
            var order: String
            var values: [String]

            init(from decoder: any Decoder) throws {
                var parts = try decoder.unkeyedContainer()
                order = try parts.decode(String.self)
                values = try parts.decode([String].self)
            }
        }

        struct Sorting: Decodable {
            var before: [String]
            var ascending: Sorted
            var descending: Sorted
            var focusable: Bool
        }

        var views: [View]
        var sorting: Sorting
        var toggled: String
        var flame: [Step]
        /// The names in the last flame graph after everything folded is open.
        var opened: [String]
        var paper_bytes: Int
        var paper_pages: Int
        var console: [String]
        var network: [String]
    }

    /// Opens a report; problems are in the findings, not in the exit status.
    static func open(_ page: String) async throws -> Findings {
        try await findings(of: "browse-report.py", [page])
    }
}

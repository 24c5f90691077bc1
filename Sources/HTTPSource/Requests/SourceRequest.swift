/// A request that the source answers.
///
/// Every path begins with a size, so that one source serves data of every scale: `/64/teams`,
/// `/64/teams/7/fixtures`, `/5301/opportunities?offset=100&limit=100`, and
/// `/5301/opportunities?cursor=…&limit=100`, where the first page has an empty cursor.
package enum SourceRequest: Hashable, Sendable {
    /// All teams of a source with `count` teams.
    case teams(count: Int)
    /// The fixtures of one team of a source with `teamCount` teams.
    case fixtures(team: Int, teamCount: Int)
    /// A page of opportunities.
    case page(Page)

    /// A page of opportunities.
    package struct Page: Hashable, Sendable {
        /// The initial number of opportunities.
        package var listCount: Int
        /// The start of the page.
        package var start: Start
        /// The maximum number of opportunities in the page.
        package var limit: Int

        /// A way to specify the start of a page.
        package enum Start: Hashable, Sendable {
            /// At a position from 0.
            case offset(Int)
            /// After the opportunity of this number, or at the first for `nil`; the answer then has
            /// the cursor of the next page.
            case cursor(Int?)
        }

        /// Whether the answer contains the cursor of the next page.
        package var isByCursor: Bool {
            if case .cursor = start { true } else { false }
        }
    }

    /// The maximum number of teams or opportunities.
    package static let countMax = 1_000_000
    /// The maximum number of opportunities per page.
    package static let limitMax = 1000
    private static let limitDefault = 100

    /// Parses a path with its query; `nil` for one that the source doesn't have.
    package init?(path: String) {
        let halves = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let words = halves[0].split(separator: "/")
        guard words.count >= 2, let size = Int(words[0]), (0...Self.countMax).contains(size) else {
            return nil
        }
        let query = halves.count > 1 ? Self.query(halves[1]) : [:]
        switch (words[1], words.count) {
        case ("teams", 2): self = .teams(count: size)
        case ("teams", 4):
            guard words[3] == "fixtures", let team = Int(words[2]), team >= 1, team <= size else {
                return nil
            }
            self = .fixtures(team: team, teamCount: size)
        case ("opportunities", 2):
            guard let page = Page(listCount: size, query: query) else { return nil }
            self = .page(page)
        default: return nil
        }
    }

    private static func query(_ text: Substring) -> [Substring: Substring] {
        Dictionary(
            text.split(separator: "&").map { member in
                let halves = member.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (halves[0], halves.count > 1 ? halves[1] : "")
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A number that identifies the request, for drawing its hazard.
    var key: UInt64 {
        switch self {
        case .teams(let count): 1 << 60 | UInt64(count)
        case .fixtures(let team, let teamCount): 2 << 60 | UInt64(teamCount) << 24 | UInt64(team)
        case .page(let page):
            UInt64(page.listCount) << 40 ^ page.start.key
        }
    }
}

extension SourceRequest.Page.Start {
    fileprivate var key: UInt64 {
        switch self {
        case .offset(let place): 3 << 60 | UInt64(place)
        case .cursor(nil): 4 << 60
        case .cursor(let number?): 5 << 60 ^ UInt64(bitPattern: Int64(number))
        }
    }
}

extension SourceRequest.Page {
    fileprivate init?(listCount: Int, query: [Substring: Substring]) {
        let limit =
            query["limit"].map { Int($0) ?? 0 } ?? SourceRequest.limitDefault
        guard (1...SourceRequest.limitMax).contains(limit) else { return nil }
        if let cursor = query["cursor"] {
            let number = OpportunityCursor.number(in: cursor)
            guard number != nil || cursor.isEmpty else { return nil }
            self.init(listCount: listCount, start: .cursor(number), limit: limit)
        } else {
            let start = query["offset"].map { Int($0) ?? -1 } ?? 0
            guard start >= 0, start <= 2 * SourceRequest.countMax else { return nil }
            self.init(listCount: listCount, start: .offset(start), limit: limit)
        }
    }
}

import MemoryBudget
package import PipelineKit

/// The settings of a sync.
package struct SyncSettings: Hashable, Sendable {
    /// The records per page; default 100.
    package var pageSize = 100
    /// The way of paging; default by offset.
    package var paging = Paging.offset
    /// The time between the starts of two pages, in milliseconds; default 0. Pages come one at a time
    /// unless it is 0.
    package var pageDelayMilliseconds = 0
    /// The longest run, in seconds; default 0 for no limit.
    package var timeLimitSeconds = 0
    /// Whether records never change their order in the source's list: then a list without versions is
    /// swept too; default false.
    package var trustsOrder = false

    /// The ways to ask for a page.
    package enum Paging: String, CaseIterable, Sendable {
        /// By its place in the list: pages can be fetched ahead.
        case offset
        /// By the cursor that the page before gave: one after another.
        case cursor
    }

    /// The most records per page.
    package static let pageSizeMax = 1000

    /// The defaults.
    package init() {}

    /// Reads the settings of a trial.
    package init(_ settings: Settings) {
        pageSize = settings.integer("page-size")
        paging = Paging(rawValue: settings.text("paging")) ?? .offset
        pageDelayMilliseconds = settings.integer("page-delay-ms")
        timeLimitSeconds = settings.integer("time-limit-s")
        trustsOrder = settings.flag("stable-order")
    }

    /// The settings as a pipeline declares them.
    package static let parameters = [
        Parameter(
            name: "page-size", default: "100", about: "records per page",
            kind: .integer(1...pageSizeMax)),
        Parameter(
            name: "paging", default: Paging.offset.rawValue,
            about: "how pages are asked for: offset lets them be fetched ahead",
            kind: .choice(Paging.allCases.map(\.rawValue))),
        Parameter(
            name: "page-delay-ms", default: "0",
            about: "milliseconds between the starts of two pages", kind: .integer(0...60_000)),
        Parameter(
            name: "time-limit-s", default: "0",
            about: "seconds after which the run stops, to be continued by the next; 0 for no limit",
            kind: .integer(0...604_800)),
        Parameter(
            name: "stable-order", default: "false",
            about: "records never change their order, so that a list without versions is swept too",
            kind: .flag),
    ]

    /// Where the first page begins.
    var firstPage: PageStart {
        switch paging {
        case .offset: .offset(0)
        case .cursor: .cursor("")
        }
    }
}

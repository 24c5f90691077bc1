import MemoryBudget
package import PipelineKit

/// The settings of a sync.
///
/// ```swift
/// var settings = SyncSettings()
/// settings.pageSize = 500
/// settings.paging = .cursor
/// ```
package struct SyncSettings: Hashable, Sendable {
    /// The number of records per page; default 100.
    package var pageSize = 100
    /// The way to request pages; default by offset.
    package var paging = Paging.offset
    /// The time between the starts of two pages, in milliseconds; default 0. Unless it is 0, pages
    /// are fetched one at a time.
    package var pageDelayMilliseconds = 0
    /// The maximum run time, in seconds; default 0 for no limit.
    package var timeLimitSeconds = 0
    /// Whether records never change their order in the source's list, so that a list without
    /// versions is swept as well; default `false`.
    package var trustsOrder = false

    /// A way to request a page.
    package enum Paging: String, CaseIterable, Sendable {
        /// By its position in the list: pages can be fetched ahead.
        case offset
        /// By the cursor that the page before returned: pages are fetched one after another.
        case cursor
    }

    /// The maximum number of records per page.
    package static let pageSizeMax = 1000

    /// Creates the default settings.
    package init() {}

    /// Creates settings from a trial's.
    package init(_ settings: Settings) {
        pageSize = settings.integer("page-size")
        paging = Paging(rawValue: settings.text("paging")) ?? .offset
        pageDelayMilliseconds = settings.integer("page-delay-ms")
        timeLimitSeconds = settings.integer("time-limit-s")
        trustsOrder = settings.flag("stable-order")
    }

    /// The declarations of the settings.
    package static let parameters = [
        Parameter(
            name: "page-size", default: "100", about: "records per page",
            kind: .integer(1...pageSizeMax)),
        Parameter(
            name: "paging", default: Paging.offset.rawValue,
            about: "how pages are requested; offset allows fetching ahead",
            kind: .choice(Paging.allCases.map(\.rawValue))),
        Parameter(
            name: "page-delay-ms", default: "0",
            about: "milliseconds between the starts of two pages", kind: .integer(0...60_000)),
        Parameter(
            name: "time-limit-s", default: "0",
            about: "stop after this many seconds; the next run continues; 0 for no limit",
            kind: .integer(0...604_800)),
        Parameter(
            name: "stable-order", default: "false",
            about: "records never change their order, so a list without versions is swept too",
            kind: .flag),
    ]

    /// The start of the first page.
    var firstPage: PageStart {
        switch paging {
        case .offset: .offset(0)
        case .cursor: .cursor("")
        }
    }
}

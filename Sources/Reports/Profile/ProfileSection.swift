internal import RunStore

/// A profile within a page: headline, largest call sites, resident memory, and flame graph.
struct ProfileSection {
    private let view: ProfileView
    private let flame: FlamePart
    private let heading: String

    /// Creates the section.
    ///
    /// - Parameters:
    ///   - boxCount: The maximum number of boxes of its flame graph.
    ///   - heading: The element name of its headings.
    init(_ view: ProfileView, boxCount: Int, heading: String) {
        self.view = view
        flame = FlamePart(view.record, atMost: boxCount, heading: heading)
        self.heading = heading
    }

    /// The parts of the section, in order.
    var markup: [Markup] {
        [paragraph([view.headline], "answer"), paragraph(view.conditions, "conditions")] + sites
            + memory + (view.sites == nil || flame.isEmpty ? [] : [flame.section])
    }

    private var sites: [Markup] {
        guard let sites = view.sites else { return [] }
        let legend = sites.legend.map { [paragraph([$0], "legend")] } ?? []
        return [
            .element(heading, [:], sites.title), sites.table.html(caption: sites.title),
        ]
            + legend
    }

    private var memory: [Markup] {
        guard let caption = view.memoryCaption else { return [] }
        let chart = view.memoryChart.map {
            Markup.element(
                "div", ["class": "charts memory"], [.element("figure", [:], [$0.inline])])
        }
        return [.element(heading, [:], "Resident memory"), paragraph([caption], "conditions")]
            + [chart, view.maps?.table.html(caption: MapsTable.title)].compactMap(\.self)
    }

    private func paragraph(_ items: [String], _ style: String) -> Markup {
        .element(
            "p", ["class": style], items.map(TerminalText.visible).joined(separator: " · "))
    }
}

/// The profiles of a scenario in a run's page, the first one unfolded.
struct ProfileSections {
    let profiles: [CellProfile]
    /// The maximum number of boxes per flame graph.
    let boxCount: Int

    /// A heading and the profiles; empty if there are none.
    var markup: [Markup] {
        guard !profiles.isEmpty else { return [] }
        return [.element("h3", [:], "What held the memory")]
            + profiles.enumerated().map { index, profile in
                let section = ProfileSection(profile.view, boxCount: boxCount, heading: "h4")
                let summary = Markup.element("summary", [:], TerminalText.visible(profile.title))
                return .block(
                    "details",
                    index == 0 ? ["class": "profile", "open": ""] : ["class": "profile"],
                    [summary] + section.markup)
            }
    }

    /// Returns the boxes per flame graph that a page has room for; a box takes about 250 bytes.
    static func boxCount(of profileCount: Int) -> Int {
        min(max(pageBoxCount / max(1, profileCount), leastBoxCount), mostBoxCount)
    }

    private static let pageBoxCount = 24_000
    private static let leastBoxCount = 150
    private static let mostBoxCount = 2_000
}

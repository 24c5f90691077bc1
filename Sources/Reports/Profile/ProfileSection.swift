internal import RunStore

/// One profile in a page: a sentence, the largest sites, resident memory, and a flame graph.
struct ProfileSection {
    private let view: ProfileView
    private let flame: FlamePart
    private let heading: String

    /// Makes it.
    ///
    /// - Parameters:
    ///   - boxCount: The most boxes of its flame graph.
    ///   - heading: The element of its headings.
    init(_ view: ProfileView, boxCount: Int, heading: String) {
        self.view = view
        flame = FlamePart(view.record, atMost: boxCount, heading: heading)
        self.heading = heading
    }

    /// Its parts, one after the other.
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

/// The profiles of a scenario in a run's page: one after the other, the first one open.
struct ProfileSections {
    let profiles: [CellProfile]
    /// The most boxes of each flame graph.
    let boxCount: Int

    /// A heading and the profiles; nothing where there are none.
    var markup: [Markup] {
        guard !profiles.isEmpty else { return [] }
        return [.element("h3", [:], "Who held the memory")]
            + profiles.enumerated().map { index, profile in
                let section = ProfileSection(profile.view, boxCount: boxCount, heading: "h4")
                let summary = Markup.element("summary", [:], TerminalText.visible(profile.title))
                return .block(
                    "details",
                    index == 0 ? ["class": "profile", "open": ""] : ["class": "profile"],
                    [summary] + section.markup)
            }
    }

    /// As many boxes as a page has room for, shared among all profiles: a box takes about 250 bytes.
    static func boxCount(of profileCount: Int) -> Int {
        min(max(pageBoxCount / max(1, profileCount), leastBoxCount), mostBoxCount)
    }

    private static let pageBoxCount = 24_000
    private static let leastBoxCount = 150
    private static let mostBoxCount = 2_000
}

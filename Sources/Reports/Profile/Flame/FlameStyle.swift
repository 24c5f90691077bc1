internal import HeapProfile

/// The look of flame graphs: background colours per role on which text is legible, in light and
/// dark, and which colour-blind people can tell apart.
enum FlameStyle {
    /// A role with its name and background colours.
    struct Look {
        var role: FrameRole
        var name: String
        var light: String
        var dark: String
    }

    /// All roles, the program's own code first.
    static let roles = [
        Look(role: .user, name: "your code", light: "#f7bb6a", dark: "#8a4d00"),
        Look(role: .library, name: "libraries", light: "#a5d3f2", dark: "#1d5682"),
        Look(role: .runtime, name: "language runtime", light: "#d3d9df", dark: "#444c56"),
        Look(role: .allocator, name: "allocator", light: "#e8bfd6", dark: "#713c5d"),
    ]

    /// The explanation of a flame graph.
    static let about = "Width: live bytes. Callers above, callees below."

    /// The background of the whole, and of boxes that stand for narrow frames.
    static let other = (light: "#eef1f4", dark: "#21262d")

    /// Returns the CSS variables of the light or the dark colours.
    static func variables(_ ground: (Look) -> String, _ other: String) -> String {
        let named = roles.map { ("flame-\($0.role.rawValue)", ground($0)) }
        return (named + [("flame-other", other)]).map { "--\($0):\($1)" }
            .joined(separator: ";")
    }

    static let light = variables(\.light, other.light)
    static let dark = variables(\.dark, other.dark)

    /// Returns the CSS class of a kind of box.
    static func style(_ kind: FlameGraph.Kind) -> String {
        switch kind {
        case .function(let role): role.rawValue
        case .whole, .folded: "other"
        }
    }

    private static let styles = roles.map(\.role.rawValue) + ["other"]

    /// The style rules of a chart in a file of its own.
    static let drawing =
        ".chart{\(light)}\n@media(prefers-color-scheme:dark){.chart{\(dark)}}\n"
        + ".chart rect{stroke:var(--paper);stroke-width:.5}\n"
        + ".chart .name{font:12px \(monospaced)}\n"
        + styles.map { ".chart .\($0){fill:var(--flame-\($0))}\n" }.joined()

    static let monospaced =
        "ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace"

    /// The style rules of a page; the reader's choice of light or dark overrides the system's.
    static let page = """
        :root{\(light)}
        @media(prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
        :root[data-theme=dark]{\(dark)}
        @media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){\(light)}}
        .tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.6rem 0}
        .tools input{font:inherit;font-size:.9rem;color:var(--ink);background:var(--paper);\
        border:1px solid var(--faint);border-radius:6px;padding:.25rem .6rem;width:min(22rem,100%)}
        .tools button{font:inherit;font-size:.86rem;color:var(--ink);background:var(--shade);\
        border:1px solid var(--grid);border-radius:6px;padding:.25rem .7rem;cursor:pointer}
        .key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;font-size:.86rem}
        .key i{display:inline-block;width:1em;height:1em;margin-right:.4em;vertical-align:-.1em;\
        border:1px solid var(--faint)}
        .flame{position:relative;overflow:hidden;margin:.3rem 0}
        .flame [role=treeitem]{position:absolute;height:21px;overflow:hidden;white-space:nowrap;\
        text-overflow:ellipsis;font:12px/20px \(monospaced);color:var(--ink);cursor:pointer;\
        border:solid var(--paper);border-width:0 1px 1px 0;padding:0;text-indent:3px}
        .flame [role=treeitem]:focus-visible{outline:2px solid var(--ink);outline-offset:-2px}
        .flame .above{border-bottom-color:var(--ink)}
        .flame.searched [role=treeitem]:not(.match){background:var(--paper);\
        box-shadow:inset 0 0 0 1px var(--grid)}
        .flame .match{font-weight:700}
        .status{min-height:3em;font-size:.86rem}
        .profile{border:1px solid var(--grid);border-radius:8px;padding:.5rem .8rem}
        .charts.memory{grid-template-columns:1fr}
        .memory figure{max-width:600px}
        @media print{.tools,.status{display:none}.profile{border:0;padding:0}}

        """
        + styles.map {
            ".flame .\($0),.key .\($0){background:var(--flame-\($0))}\n"
        }.joined()
}

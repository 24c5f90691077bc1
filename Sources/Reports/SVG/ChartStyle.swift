/// The look of charts: colours that colour-blind people can tell apart (Okabe and Ito), in light
/// and dark.
///
/// ```swift
/// let rules = ":root{\(ChartStyle.light)}"
/// ```
package enum ChartStyle {
    /// The number of series with a colour of their own; others share colours, but not shapes.
    package static let colourCount = 7

    /// The style rules of every chart, which use the variables below.
    static let rules = """
        .chart{background:var(--paper);color:var(--ink);font:14px ui-sans-serif,system-ui,\
        -apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        .chart text{fill:var(--ink)}
        .chart .head{font-size:15px;font-weight:600}
        .chart .faint{fill:var(--faint)}
        .chart .small{font-size:13px}
        .chart .grid{stroke:var(--grid);stroke-width:1}
        .chart .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
        .chart .budget{stroke:var(--budget);stroke-width:1.75;stroke-dasharray:7 4}
        .chart text.limit{fill:var(--budget);font-weight:600}
        .chart .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
        .chart .beyond{stroke-dasharray:2 4}
        .chart .aside{stroke-width:1.5;stroke-dasharray:5 3}
        .chart .solid{fill:currentColor;stroke:var(--paper);stroke-width:1}
        .chart .hollow{fill:var(--paper);stroke:currentColor;stroke-width:2}
        .chart .band{stroke:currentColor;stroke-width:7;opacity:.35}
        .chart .rest{fill:currentColor;opacity:.3}
        .chart .thin{fill:currentColor;opacity:.15}
        .chart .base{fill:currentColor;opacity:.55}
        .chart .full{fill:currentColor}
        .chart .earlier{stroke:var(--ink);stroke-width:2.5}
        .chart .cut{stroke:var(--paper);stroke-width:4}

        """ + (0..<colourCount).map { ".chart .k\($0){color:var(--k\($0))}\n" }.joined()

    /// The colours for a light background; text has a contrast of at least 4.5.
    package static let light = variables(
        paper: "#ffffff", ink: "#1f2328", faint: "#59636e", grid: "#d9dee3", budget: "#b3261e",
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6e7781"])

    /// The colours for a dark background.
    package static let dark = variables(
        paper: "#0d1117", ink: "#e6edf3", faint: "#9198a1", grid: "#2b323b", budget: "#ff8078",
        ["#56b4e9", "#e69f00", "#00b483", "#cc79a7", "#f0e442", "#4a90d9", "#9198a1"])

    /// The style sheet of a chart in a file of its own.
    static let standalone =
        ".chart{\(light)}\n@media(prefers-color-scheme:dark){.chart{\(dark)}}\n" + rules

    private static func variables(
        paper: String, ink: String, faint: String, grid: String, budget: String,
        _ colours: [String]
    ) -> String {
        let named = [
            ("paper", paper), ("ink", ink), ("faint", faint), ("grid", grid), ("budget", budget),
        ]
        let all = named + colours.enumerated().map { ("k\($0)", $1) }
        return all.map { "--\($0):\($1)" }.joined(separator: ";")
    }
}

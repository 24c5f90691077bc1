internal import Reports

/// The style sheet of the page, with the reports' colors in light and dark, for wide and narrow
/// screens.
enum LiveStyle {
    static let sheet =
        """
        :root { color-scheme: light dark; \(ChartStyle.light); \(light) }
        @media (prefers-color-scheme: dark) {
          :root:not([data-theme=light]) { \(ChartStyle.dark); \(dark) }
        }
        :root[data-theme=light] { color-scheme: light }
        :root[data-theme=dark] { color-scheme: dark; \(ChartStyle.dark); \(dark) }

        """ + series + rules

    private static let light =
        "--link:#0550ae;--shade:#f3f5f7;--good:#136d2f;--bad:#b3261e;--caution:#8a5300;"
        + "--good-ground:#e3f3e8;--bad-ground:#fbe9e7;--caution-ground:#fbf0dc"
    private static let dark =
        "--link:#79b8ff;--shade:#161b22;--good:#56c271;--bad:#ff8078;--caution:#e3b341;"
        + "--good-ground:#10281a;--bad-ground:#351917;--caution-ground:#2f2610"

    private static let series = (0..<ChartStyle.colourCount).map {
        ".k\($0) { color: var(--k\($0)) }\n"
    }.joined()

    private static let rules = """
        * { box-sizing: border-box }
        [hidden] { display: none !important }
        body {
          margin: 0 auto; max-width: 1240px; background: var(--paper); color: var(--ink);
          padding: 1.25rem clamp(.75rem, 3vw, 2.5rem) 4rem; overflow-wrap: anywhere;
          font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
        }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .2rem 0 }
        h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 }
        h3 { font-size: 1rem; margin: 1.4rem 0 .1rem }
        p { margin: .2rem 0 }
        section {
          border: 1px solid var(--grid); border-radius: 10px; margin: 1.1rem 0; padding: 1rem 1.1rem;
        }
        section > h2 { margin-bottom: .4rem }
        section.plain { border: 0; padding: 0; margin: 0 }
        .faint { color: var(--faint); font-size: .9rem }
        .mono { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .82rem }
        .bar { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center }
        .bar h1, .bar h2 { margin-right: auto }
        .skip { position: absolute; left: -99rem }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem }
        .sr, caption {
          position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
        }
        .frame { position: relative; overflow-x: auto; margin: .4rem 0 }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
        button, select {
          font: inherit; font-size: .88rem; color: var(--ink); background: var(--shade);
          border: 1px solid var(--grid); border-radius: 6px; padding: .25rem .6rem;
          max-width: 100%;
        }
        button { cursor: pointer }
        .pill {
          font-size: .85rem; font-weight: 600; border-radius: 99px; padding: .15rem .7rem;
          background: var(--shade); color: var(--ink);
        }
        .pill[data-status=running], .pill[data-status=finished] {
          background: var(--good-ground); color: var(--good);
        }
        .pill[data-status=running]::before { content: "● "; animation: beat 2s infinite }
        .pill[data-status=finished]::before { content: "✓ " }
        .pill[data-status=interrupted], .pill[data-status=disconnected] {
          background: var(--caution-ground); color: var(--caution);
        }
        @keyframes beat { 50% { opacity: .35 } }
        progress { width: 100%; height: .55rem; appearance: none; border: 0; display: block;
          border-radius: 99px; overflow: hidden; background: var(--grid) }
        progress::-webkit-progress-bar { background: var(--grid) }
        progress::-webkit-progress-value { background: var(--link); transition: width .3s }
        progress::-moz-progress-bar { background: var(--link) }
        .progress { margin: .7rem 0 0 }
        dl { display: flex; flex-wrap: wrap; gap: .3rem 2.2rem; margin: .6rem 0 0 }
        dt { color: var(--faint); font-size: .8rem }
        dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums }
        #trial:not([hidden]) {
          display: grid; gap: .4rem 2rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
        }
        .name { grid-column: 1 / -1; font-size: 1.05rem }
        .figure {
          font-size: 1.9rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums;
        }
        .meter {
          position: relative; height: .8rem; border-radius: 99px; background: var(--grid);
          overflow: hidden; margin: .25rem 0;
        }
        .meter .fill { position: absolute; inset: 0 auto 0 0; width: 0; background: var(--good) }
        .meter.near .fill { background: var(--caution) }
        .meter.over .fill { background: var(--bad) }
        .meter.work .fill { background: var(--link) }
        .meter .peak { position: absolute; top: 0; bottom: 0; width: 3px; background: var(--ink) }
        .choices { display: flex; flex-wrap: wrap; gap: .4rem 1rem; margin: .5rem 0; font-size: .88rem }
        .choices label { min-width: 0; max-width: 100% }
        .check { font-size: .88rem }
        #legend { display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: .4rem 0; list-style: none }
        #legend button { display: flex; align-items: center; gap: .45rem }
        #legend button[aria-pressed=false] { background: none; color: var(--faint) }
        #legend svg { width: 22px; height: 12px; flex: none; overflow: visible }
        figure { margin: 0 }
        #chart { display: block; width: 100%; height: 340px; font-size: 12px; touch-action: pan-y }
        #chart text { fill: var(--faint) }
        #chart .grid { stroke: var(--grid); stroke-width: 1 }
        #chart .line { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round }
        #chart .past { opacity: .55 }
        #chart .now { stroke-width: 2.75 }
        #chart .area { fill: currentColor; opacity: .12; stroke: none }
        #chart .dot { fill: currentColor; stroke: var(--paper); stroke-width: 1.5 }
        #chart .cross { stroke: currentColor; stroke-width: 2.25; fill: none }
        #chart .budget { stroke: var(--budget); stroke-width: 1.75; stroke-dasharray: 7 4 }
        #chart text.budget-text { fill: var(--budget); font-weight: 600; stroke: none }
        #chart .phase { stroke: var(--faint); stroke-dasharray: 2 3 }
        #chart .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
        th, td {
          padding: .3rem .6rem; border-bottom: 1px solid var(--grid); text-align: right;
          white-space: nowrap; font-weight: 400;
        }
        thead th { border-bottom: 2px solid var(--grid); font-weight: 600; vertical-align: bottom }
        tbody th { font-weight: 600 }
        .word { text-align: left }
        .scale th { color: var(--faint); font-weight: 600; padding-top: .8rem; text-align: left }
        tr.running > th:first-child { box-shadow: inset 3px 0 var(--link) }
        .verdict { border-radius: 6px; padding: .05rem .5rem; font-weight: 600; display: inline-block }
        .within { color: var(--good); background: var(--good-ground) }
        .over, .wrong { color: var(--bad); background: var(--bad-ground) }
        .inconclusive, .unmeasured { color: var(--caution); background: var(--caution-ground) }
        .waiting { color: var(--faint) }
        .spread { width: 110px; height: 14px; display: block; overflow: visible }
        .spread .track { stroke: var(--grid); stroke-width: 6; stroke-linecap: round }
        .spread .limit { stroke: var(--budget); stroke-width: 2 }
        .spread circle { fill: var(--ink); opacity: .7 }
        .show { padding: .05rem .5rem }
        #parts {
          display: grid; gap: .35rem 1.6rem; margin: .4rem 0 0; padding: 0; list-style: none;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        }
        #parts li {
          display: grid; grid-template-columns: minmax(0, 1fr) 5rem 6rem; gap: .6rem;
          align-items: center; border-left: 3px solid transparent; padding-left: .5rem;
        }
        #parts li[aria-current] { border-color: var(--link); font-weight: 600 }
        a { color: var(--link) }
        #notes { padding-left: 1.1rem; margin: .3rem 0; font-size: .9rem; max-width: 72rem }
        details { margin: .5rem 0 0 }
        summary { cursor: pointer; font-weight: 600; font-size: .9rem }
        @media (max-width: 640px) {
          body { font-size: 15px }
          section { padding: .8rem .7rem }
          th, td { padding: .3rem .45rem }
          #chart { height: 280px }
          .figure { font-size: 1.6rem }
        }
        @media (prefers-reduced-motion: reduce) {
          *, *::before { animation: none !important; transition: none !important }
        }

        """
}

/// The style sheet of the page: light and dark, wide and narrow, for screen and paper.
enum HTMLStyle {
    static let sheet =
        colours + """
            *{box-sizing:border-box}
            html{color-scheme:light dark}
            :root[data-theme=light]{color-scheme:light}
            :root[data-theme=dark]{color-scheme:dark}
            body{margin:0 auto;max-width:1240px;padding:1.25rem clamp(.75rem,3vw,2.5rem) 4rem;\
            background:var(--paper);color:var(--ink);overflow-wrap:anywhere;\
            font:16px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .4rem}
            h2{font-size:1.3rem;line-height:1.3;margin:0 0 .3rem}
            h3{font-size:1rem;margin:1.6rem 0 .5rem}
            a{color:var(--link)}
            .bar{display:flex;gap:1rem;align-items:start;justify-content:space-between}
            .bar button{white-space:nowrap}
            .faint,.conditions{color:var(--faint)}
            .conditions,.legend{font-size:.86rem;margin:.2rem 0 .9rem}
            .legend{color:var(--faint)}
            .answer{font-size:1.08rem;font-weight:600;max-width:62rem;margin:.3rem 0}
            .answers{padding-left:1.1rem}
            .answers li{margin:.35rem 0}
            section{border-top:1px solid var(--grid);margin-top:2.2rem;padding-top:1.4rem}
            .charts{display:grid;grid-template-columns:repeat(2,1fr);gap:1rem;margin:1rem 0}
            .charts.of3{grid-template-columns:repeat(3,1fr)}
            .charts.of1{grid-template-columns:1fr}
            .charts figure{margin:0;border:1px solid var(--grid);border-radius:8px;min-width:0;\
            padding:.6rem;overflow-x:auto;break-inside:avoid}
            .charts svg{display:block;width:100%;height:auto;margin:0 auto}
            .charts img{display:block;width:100%}
            pre{background:var(--shade);border-radius:6px;padding:.5rem .7rem;overflow-x:auto;\
            font-size:.9rem}
            @media screen and (max-width:1190px){.charts.of3{grid-template-columns:repeat(2,1fr)}\
            .charts.of3 figure:first-child{grid-column:1/-1}}
            @media screen and (max-width:800px){.charts,.charts.of3{grid-template-columns:1fr}}
            .frame{overflow-x:auto;margin:.6rem 0}
            table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
            caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
            th,td{padding:.28rem .5rem;border-bottom:1px solid var(--grid);text-align:right;\
            white-space:nowrap;font-weight:400;overflow-wrap:normal}
            .word{text-align:left}
            td.word{white-space:normal;min-width:7rem}
            td.short{white-space:nowrap;min-width:0}
            thead th{vertical-align:bottom;padding:0;border-bottom:2px solid var(--grid)}
            thead button{font:inherit;font-weight:600;color:inherit;background:none;border:0;\
            padding:.3rem .5rem;width:100%;text-align:inherit;cursor:pointer}
            thead small{font-weight:400;color:var(--faint)}
            thead button{position:relative}
            thead button::after{position:absolute;right:-.1rem;bottom:.3rem;color:var(--link)}
            th[aria-sort=ascending] button::after{content:"↑"}
            th[aria-sort=descending] button::after{content:"↓"}
            tbody tr:hover{background:var(--shade)}
            tbody th{font-weight:600}
            .strong{font-weight:600}
            .good{color:var(--good)}
            .bad{color:var(--bad);font-weight:600}
            .caution{color:var(--caution);font-weight:600}
            .notes{font-size:.9rem;padding-left:1.1rem;margin:.4rem 0 1rem;max-width:72rem}
            .notes li{margin:.2rem 0}
            .notes span{font-weight:400}
            details{margin:.7rem 0}
            summary{cursor:pointer;font-weight:600}
            .bar button{font:inherit;font-size:.86rem;color:var(--ink);background:var(--shade);\
            border:1px solid var(--grid);border-radius:6px;padding:.25rem .7rem;cursor:pointer}
            :focus-visible{outline:2px solid var(--link);outline-offset:2px}
            @media(max-width:640px){body{font-size:15px}th,td{padding:.25rem .45rem}\
            thead button{padding:.3rem .45rem}.charts figure{padding:.3rem}}
            @page{size:landscape;margin:12mm}
            @media print{body{max-width:none;padding:0;font-size:10.5pt}.bar button{display:none}\
            section{break-before:page;border:0;margin:0;padding:0}\
            section.first,section.machine{break-before:auto}.machine{margin-top:.8rem}\
            h1{font-size:1.2rem}h2{font-size:1.05rem}h3{margin:.8rem 0 .3rem}\
            .charts{margin:.5rem 0;gap:.6rem}.answer{font-size:1rem}.notes{margin:.3rem 0}\
            tr,.notes li{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}\
            .frame,.charts figure{overflow:visible}table{font-size:8.5pt}\
            th,td,thead button{padding:.12rem .35rem}}

            """ + ChartStyle.rules

    /// The colours of charts and page; the reader's choice overrides the system's.
    private static let colours = """
        :root{\(ChartStyle.light);\(light)}
        @media(prefers-color-scheme:dark){:root:not([data-theme=light]){\(ChartStyle.dark);\(dark)}}
        :root[data-theme=dark]{\(ChartStyle.dark);\(dark)}
        @media print{:root,:root[data-theme=dark],:root:not([data-theme=light])\
        {\(ChartStyle.light);\(light)}}

        """

    private static let light =
        "--link:#0550ae;--shade:#f3f5f7;--good:#136d2f;--bad:#b3261e;--caution:#8a5300"
    private static let dark =
        "--link:#79b8ff;--shade:#161b22;--good:#56c271;--bad:#ff8078;--caution:#e3b341"
}

/// The elements of the page, without any data of a run.
enum LiveMarkup {
    static let body = """
        <body>
        <a class="skip" href="#verdicts">Skip to the verdicts</a>
        <header>
          <div class="bar">
            <h1 id="title">membudget</h1>
            <span id="status" class="pill" data-status="connecting">connecting</span>
            <button id="theme" type="button">Dark</button>
          </div>
          <p id="command" class="faint mono"></p>
          <div class="progress">
            <progress id="overall" max="1" value="0" aria-label="Finished trials"></progress>
            <dl>
              <div><dt>Trials</dt><dd id="trials">–</dd></div>
              <div><dt>Elapsed</dt><dd id="elapsed">–</dd></div>
              <div><dt>Remaining</dt><dd id="remaining">–</dd></div>
              <div><dt>Verdicts</dt><dd id="tally">–</dd></div>
            </dl>
          </div>
          <p id="said" class="sr" role="status" aria-live="polite"></p>
        </header>
        <main>
          <section id="now" aria-labelledby="now-title">
            <h2 id="now-title">Running now</h2>
            <p id="idle" class="faint">Nothing is running.</p>
            <div id="trial" hidden>
              <p class="name"><strong id="trial-name"></strong>
                <span id="trial-place" class="faint"></span></p>
              <div class="gauge">
                <p><span id="memory" class="figure">–</span>
                  <span id="memory-limit" class="faint"></span></p>
                <div id="meter" class="meter" role="meter" aria-label="Memory relative to the budget"
                  aria-valuemin="0" aria-valuemax="100" aria-valuenow="0">
                  <span class="fill"></span><span class="peak"></span></div>
                <p class="faint" id="memory-peak"></p>
              </div>
              <div class="gauge">
                <p><span id="done" class="figure">–</span>
                  <span id="done-total" class="faint"></span></p>
                <div id="work" class="meter work" role="progressbar" aria-label="Units done"
                  aria-valuemin="0" aria-valuemax="100" aria-valuenow="0">
                  <span class="fill"></span></div>
                <p class="faint" id="rate"></p>
              </div>
            </div>
          </section>
          <section id="plan" aria-labelledby="plan-title" hidden>
            <h2 id="plan-title">Plan</h2>
            <ol id="parts"></ol>
          </section>
          <section id="chart-section" aria-labelledby="chart-title">
            <div class="bar">
              <h2 id="chart-title">Memory over time</h2>
              <label class="check"><input id="follow" type="checkbox" checked>
                Follow the running trial</label>
            </div>
            <div class="choices">
              <label>Scenario <select id="scenario"></select></label>
              <label>Scale <select id="scale"></select></label>
              <label>Trials <select id="which">
                <option value="last">latest of each cell</option>
                <option value="all">all measured</option>
                <option value="every">all, including need and profiled</option></select></label>
            </div>
            <ul id="legend" aria-label="Strategies on the chart"></ul>
            <figure>
              <svg id="chart" role="img" aria-labelledby="chart-caption"></svg>
              <figcaption id="chart-caption" class="faint"></figcaption>
            </figure>
            <details>
              <summary>The chart as a table</summary>
              <div class="frame" tabindex="0" role="region" aria-label="The chart as a table">
                <table id="chart-table"><caption>Trials on the chart</caption>
                <thead><tr><th scope="col" class="word">strategy</th>
                  <th scope="col" class="word">trial</th><th scope="col" class="word">outcome</th>
                  <th scope="col">peak RSS</th><th scope="col">time</th>
                  <th scope="col">speed</th></tr></thead>
                <tbody></tbody></table>
              </div>
            </details>
          </section>
          <section id="verdicts" aria-labelledby="verdicts-title" tabindex="-1">
            <h2 id="verdicts-title">Verdicts</h2>
            <div id="tables"></div>
          </section>
          <section id="notes-section" aria-labelledby="notes-title" hidden>
            <h2 id="notes-title">Notes</h2>
            <ul id="notes"></ul>
          </section>
        </main>
        <noscript><p>This page needs JavaScript; the terminal shows the same information, and
          <code>membudget report RUN --format html</code> creates a page without scripts.</p></noscript>
        </body>
        """
}

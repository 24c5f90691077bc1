"""Opens a page from disk in headless Chromium and prints what it finds.

    browse-report.py PAGE [PICTURES]

Views the page light and dark, 400 and 1200 pixels wide, sorted by mouse and by keys, and printed. Prints
JSON: console messages, network requests, the width of the page, the smallest and the faintest text, the
effects of sorting, and those of keys, mouse and search in the first flame graph. Exits with 1 if there is
a console message or a network request, or if the page scrolls sideways. With PICTURES, a folder, it saves
a picture of each view and a PDF there.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
VIEWS = [(theme, width) for theme in ("light", "dark") for width in (400, 1200)]
SORTING = """(() => {
  const table = document.querySelector("table.sortable"), header = table.tHead.rows[0].cells[2];
  const read = () => [...table.tBodies[0].rows].map(row => row.cells[2].textContent);
  const before = read();
  header.querySelector("button").click();
  const ascending = [header.getAttribute("aria-sort"), read()];
  header.querySelector("button").click();
  return {before, ascending, descending: [header.getAttribute("aria-sort"), read()],
    focusable: header.querySelector("button").tabIndex === 0};
})()"""
# Legibility: the smallest size in pixels, and the lowest contrast to the background (WCAG 2.2, 1.4.3).
READING = """(() => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => channels(text).slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor, [, , , alpha] = channels(color);
      if (alpha !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const shown = [...document.body.querySelectorAll("*")].filter(element =>
    element.checkVisibility() && !element.disabled && !element.closest("svg, script") &&
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  const contrasts = shown.map(element => {
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
  const sizes = shown.map(element => parseFloat(getComputedStyle(element).fontSize));
  // The text of a drawing is scaled with it.
  for (const text of document.querySelectorAll(".memory svg text")) {
    if (!text.checkVisibility()) continue;
    const style = getComputedStyle(text), on = text.closest("figure");
    const [a, b] = [light(style.fill), light(ground(on))];
    contrasts.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
    sizes.push(parseFloat(style.fontSize) * text.getScreenCTM().a);
  }
  return {size: Math.min(...sizes), contrast: Math.min(...contrasts)};
})()"""
# Graphs are laid out when they are opened, before the next frame is drawn.
OPENED = """(async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const graphs = document.querySelectorAll(".flame");
  return graphs.length ? [...graphs[graphs.length - 1].children].map(box => box.textContent) : [];
})()"""
ACTIVE = """(() => {
  const box = document.activeElement, part = document.querySelector(".flame-part");
  const flame = part.querySelector(".flame");
  return {name: box.getAttribute("aria-label") || box.className,
    part: Math.round(box.offsetWidth / flame.clientWidth * 100),
    hidden: [...flame.children].filter(box => box.hidden).length,
    matches: flame.querySelectorAll(".match").length,
    found: part.querySelector(".found").textContent,
    status: part.querySelector(".status").textContent};
})()"""
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
        "ArrowDown": 40}


class Browser:
    """Chromium, controlled through a pair of pipes."""

    def __init__(self, folder):
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        if program is None:
            sys.exit("there is no " + ", ".join(BROWSERS))
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--no-first-run", "--remote-debugging-pipe", "--user-data-dir=" + folder]

        def hand_over():
            """Connects the pipes: the browser reads from 3 and writes to 4."""
            first, second = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program] + flags, preexec_fn=hand_over, close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(theirs_in)
        os.close(theirs_out)
        self.answers, self.questions = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb")
        self.number, self.rest, self.events, self.session = 0, b"", [], None

    def message(self):
        while b"\0" not in self.rest:
            chunk = self.answers.read1(1 << 16)
            if not chunk:
                sys.exit("the browser ended")
            self.rest += chunk
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        self.number += 1
        question = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        self.questions.write(json.dumps(question).encode() + b"\0")
        self.questions.flush()
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message())
        self.events = [event for event in self.events if event.get("method") != method]

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True,
                          awaitPromise=True)
        if "exceptionDetails" in answer:
            sys.exit(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def close(self):
        try:
            self.session = None
            self.ask("Browser.close")
            self.process.wait(10)
        except (OSError, SystemExit, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


def open_page(browser, address):
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.ask(
        "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.ask(domain + ".enable")
    browser.ask("Page.navigate", url=address)
    browser.wait_for("Page.loadEventFired")


def press(browser, key):
    for kind in ("rawKeyDown", "keyUp"):
        browser.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                    windowsVirtualKeyCode=KEYS[key])
    return browser.value(ACTIVE)


def click(browser, selector):
    x, y = browser.value(f"""(() => {{
      const box = document.querySelector({json.dumps(selector)});
      box.scrollIntoView({{block: "center"}});
      const area = box.getBoundingClientRect();
      return [area.x + area.width / 2, area.y + area.height / 2];
    }})()""")
    for kind in ("mousePressed", "mouseReleased"):
        browser.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    return browser.value(ACTIVE)


def play(browser, word):
    """Uses a flame graph, and returns the focused box after each step, with its width."""
    browser.value("document.querySelector('.search').focus()")
    steps = [("Tab", press(browser, "Tab"))]
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter", "ArrowUp", "Escape", "ArrowLeft"):
        steps.append((key, press(browser, key)))
    steps.append(("click", click(browser, ".flame [aria-level='4']")))
    steps.append(("whole", click(browser, ".whole")))
    browser.value("document.querySelector('.search').focus()")
    browser.ask("Input.insertText", text=word)
    steps.append(("search", browser.value(ACTIVE)))
    steps.append(("first", press(browser, "Enter")))
    browser.value("document.querySelector('.search').focus()")
    steps.append(("cleared", press(browser, "Escape")))
    return [{"step": step, **found} for step, found in steps]


def look(browser, theme, width, pictures):
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                deviceScaleFactor=1, mobile=width < 600)
    browser.ask("Emulation.setEmulatedMedia",
                features=[{"name": "prefers-color-scheme", "value": theme}])
    view = {"theme": theme, "width": width,
            "scroll_width": browser.value("document.documentElement.scrollWidth"),
            "ground": browser.value("getComputedStyle(document.body).backgroundColor"),
            "reading": browser.value(READING)}
    if pictures:
        take_picture(browser, f"{pictures}/{theme}-{width}.png")
    return view


def take_picture(browser, path):
    data = browser.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
    with open(path, "wb") as file:
        file.write(base64.b64decode(data))


def written(events):
    lines = []
    for event in events:
        parameters = event.get("params", {})
        if event.get("method") == "Log.entryAdded":
            lines.append(parameters["entry"]["text"])
        elif event.get("method") == "Runtime.consoleAPICalled":
            lines.append(" ".join(str(part.get("value")) for part in parameters["args"]))
        elif event.get("method") == "Runtime.exceptionThrown":
            lines.append(json.dumps(parameters["exceptionDetails"]))
    return lines


def asked(events):
    addresses = [event["params"]["request"]["url"] for event in events
                 if event.get("method") == "Network.requestWillBeSent"]
    return [address for address in addresses if not address.startswith(("file:", "data:"))]


def browse(page, pictures):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        try:
            open_page(browser, "file://" + os.path.abspath(page))
            views = [look(browser, *view, pictures) for view in VIEWS]
            sorting = browser.value(SORTING)
            has_flame = browser.value("document.querySelector('.flame') !== null")
            flame = play(browser, "load") if has_flame else []
            opened = browser.value(OPENED)
            ground = "getComputedStyle(document.body).backgroundColor"
            browser.value("document.getElementById('theme').click()")
            toggled = browser.value(ground)
            paper = base64.b64decode(browser.ask(
                "Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
            if pictures:
                with open(f"{pictures}/paper.pdf", "wb") as file:
                    file.write(paper)
            time.sleep(0.2)
            browser.value("0")
            return {"views": views, "sorting": sorting, "toggled": toggled, "flame": flame,
                    "opened": opened,
                    "paper_bytes": len(paper), "paper_pages": len(re.findall(rb"/Type\s*/Page\b", paper)),
                    "console": written(browser.events),
                    "network": asked(browser.events)}
        finally:
            browser.close()


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    found = browse(sys.argv[1], pictures)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    wide = [view for view in found["views"] if view["scroll_width"] > view["width"]]
    sys.exit(1 if wide or found["console"] or found["network"] else 0)


if __name__ == "__main__":
    main()

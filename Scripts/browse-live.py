"""Opens a live page in headless Chromium and prints what it finds.

    browse-live.py URL [--pictures FOLDER] [--breaking] [--after-end FILE]

Views the page light and dark, 400 and 1200 pixels wide. Prints JSON: console messages, requests to other
servers, the width of the page, the smallest and the faintest text, the figures behind the table, and the
elements reached by the Tab key. With --breaking, the page is read through a connection that is cut several
times; the points of the running trial show whether any were lost or duplicated.
"""

import argparse
import importlib.util
import json
import os
import socket
import sys
import tempfile
import threading
import time
import urllib.parse

SPECIFICATION = importlib.util.spec_from_file_location(
    "browse_report", os.path.join(os.path.dirname(os.path.abspath(__file__)), "browse-report.py"))
REPORT = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(REPORT)

READING = REPORT.READING.replace(".memory svg text", "#chart text")
ROWS = """[...document.querySelectorAll("#tables tr[data-variant]")].map(row => {
  const figure = name => {
    const cell = row.querySelector(`[data-${name}]`);
    return cell ? Number(cell.getAttribute("data-" + name)) : null;
  };
  return {variant: row.dataset.variant, scale: Number(row.dataset.scale),
    verdict: row.querySelector("[data-verdict]")?.dataset.verdict ?? null,
    peak: figure("peak"), at_least: figure("at-least"), budget: figure("budget"),
    floor: figure("floor"), need: figure("need"), speed: figure("speed"), wall: figure("wall"),
    text: row.textContent};
})"""
STOP = """(() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return {name: element === document.body ? "" : element.id || element.getAttribute("aria-label")
      || element.textContent.trim().slice(0, 40) || element.tagName,
    is_seen: element === document.body
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)};
})()"""


class Breaking:
    """A connection to the server that can be cut."""

    def __init__(self, port):
        self.server_port, self.count, self.pairs = port, 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            threading.Thread(target=self.pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, False), daemon=True).start()

    def pass_on(self, source, target, is_request):
        try:
            while data := source.recv(1 << 16):
                if is_request:
                    if b" /events " in data:
                        self.count += 1
                        self.pairs.append((source, target))
                    data = data.replace(b"127.0.0.1:%d" % self.port,
                                        b"127.0.0.1:%d" % self.server_port)
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []


def wait_until(browser, expression, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if browser.value(expression):
            return
        time.sleep(0.05)
    sys.exit(f"this never became true: {expression}; {REPORT.written(browser.events)}")


def look(browser, theme, width, pictures):
    browser.ask("Emulation.setEmulatedMedia",
                features=[{"name": "prefers-color-scheme", "value": theme}])
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=1000,
                deviceScaleFactor=1, mobile=False)
    time.sleep(0.4)
    seen = {"theme": theme, "width": width,
            "scroll_width": browser.value("document.documentElement.scrollWidth"),
            "reading": browser.value(READING)}
    if pictures:
        REPORT.take_picture(browser, f"{pictures}/{theme}-{width}.png")
    return seen


def foreign(events, origin):
    """Returns the requests to other servers."""
    urls = [event["params"]["request"]["url"] for event in events
            if event.get("method") == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith((origin, "data:"))]


def wait_for_end(browser, path):
    """Waits until the command has ended, and reads all trials then."""
    wait_until(browser, "series.size > 0 && [...series.values()].every(one => one.length > 0)")
    open(path, "w").close()
    wait_until(browser, "isClosed")
    # A moment later, the server no longer answers.
    time.sleep(1)
    browser.value("(() => { const which = document.getElementById('which'); which.value = 'every';"
                  " which.dispatchEvent(new Event('change')); })()")
    time.sleep(0.5)


def browse(url, pictures, is_breaking, open_path):
    breaking = Breaking(urllib.parse.urlsplit(url).port) if is_breaking else None
    address = f"http://127.0.0.1:{breaking.port}/" if breaking else url
    with tempfile.TemporaryDirectory() as folder:
        browser = REPORT.Browser(folder)
        try:
            REPORT.open_page(browser, address)
            wait_until(browser, "typeof run !== 'undefined' && run !== null")
            if breaking:
                for _ in range(3):
                    before = browser.value("run.running.points.length")
                    wait_until(browser, f"run.running.points.length > {before + 10}")
                    breaking.cut()
            if open_path:
                wait_for_end(browser, open_path)
            views = [look(browser, theme, width, pictures) for theme, width in REPORT.VIEWS]
            browser.value("document.body.focus()")
            stops = []
            for _ in range(60):
                for kind in ("rawKeyDown", "keyUp"):
                    browser.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab",
                                windowsVirtualKeyCode=REPORT.KEYS["Tab"])
                stop = browser.value(STOP)
                if not stop["name"]:
                    break
                stops.append(stop)
            found = {
                "title": browser.value("document.getElementById('title').textContent"),
                "status": browser.value("document.getElementById('status').dataset.status"),
                "views": views, "rows": browser.value(ROWS), "stops": stops,
                "landmarks": browser.value(
                    "[...document.body.children].map(one => one.tagName)"
                    ".filter(name => name === 'HEADER' || name === 'MAIN')"),
                "headings": browser.value(
                    "[...document.querySelectorAll('h1, h2, h3')].map(one => one.tagName)"),
                "points": browser.value("run.running?.points ?? []"),
                "lines": browser.value("document.querySelectorAll('#chart path.line').length"),
                "connections": breaking.count if breaking else 1,
                "scripts": browser.value("document.scripts.length"),
            }
            found["console"] = REPORT.written(browser.events)
            found["network"] = foreign(browser.events, address)
            return found
        finally:
            browser.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--pictures")
    parser.add_argument("--breaking", action="store_true")
    parser.add_argument("--after-end", metavar="FILE")
    options = parser.parse_args()
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
    found = browse(options.url, options.pictures, options.breaking, options.after_end)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

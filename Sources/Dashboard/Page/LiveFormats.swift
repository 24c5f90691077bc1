/// The script for formatting numbers and words, and for creating elements.
enum LiveFormats {
    static let text = """
        const byId = id => document.getElementById(id);
        const units = [["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]];
        function bytes(count) {
          if (count === null || count === undefined) return "–";
          for (const [name, size] of units) {
            if (count >= size - size / 20480) return (count / size).toFixed(1) + " " + name;
          }
          return count + " B";
        }
        function count(value) {
          if (value === null || value === undefined) return "–";
          if (value < 10000) return Math.round(value).toLocaleString("en");
          for (const [suffix, factor] of [["k", 1e3], ["M", 1e6], ["G", 1e9]]) {
            const scaled = value / factor;
            if (scaled < 999.5) return scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0) + suffix;
          }
          return value.toExponential(2);
        }
        const rate = (value, unit) =>
          value === null || value === undefined ? "–" : count(value) + " " + (unit || "units") + "/s";
        function seconds(value) {
          if (value === null || value === undefined) return "–";
          if (value < 0.9995) return Math.round(value * 1000) + " ms";
          if (value < 99.95) return value.toFixed(value < 9.995 ? 2 : 1) + " s";
          const whole = Math.round(value);
          const two = number => String(number).padStart(2, "0");
          return whole < 3600 ? Math.floor(whole / 60) + " min " + two(whole % 60) + " s"
            : Math.floor(whole / 3600) + " h " + two(Math.floor(whole % 3600 / 60)) + " min";
        }
        // A ticking clock needs no fractions of seconds.
        const clock = value => value === null ? "–" : value < 60 ? Math.round(value) + " s" : seconds(value);
        const plural = (number, noun) => number + " " + noun + (number === 1 ? "" : "s");
        // The names of units are in the plural.
        const named = (unit, count) => count !== 1 ? unit
          : unit.length > 4 && unit.endsWith("ies") ? unit.slice(0, -3) + "y"
          : unit.endsWith("s") && !unit.endsWith("ss") ? unit.slice(0, -1) : unit;
        const words = text => text.replaceAll("_", " ");

        // Names are only ever inserted as text, and invisible characters in them are escaped.
        const hidden = /[\\p{Cc}\\p{Zl}\\p{Zp}\\uFFF9-\\uFFFB]|(?![\\uFE00-\\uFE0F\\u200C\\u200D])\\p{DI}/gu;
        const shown = text => String(text).replace(hidden,
          one => "\\\\u{" + one.codePointAt(0).toString(16).toUpperCase() + "}");
        const spoken = ["title", "aria-label"];
        function element(name, attributes = {}, ...children) {
          const made = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) {
            if (value === null || value === undefined) continue;
            made.setAttribute(key, spoken.includes(key) ? shown(value) : value);
          }
          made.append(...children.map(one => one instanceof Node ? one : shown(one)));
          return made;
        }
        function drawing(name, attributes = {}, text) {
          const made = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
          if (text !== undefined) made.textContent = shown(text);
          return made;
        }
        function put(id, text) {
          const place = byId(id), seen = shown(text);
          if (place.textContent !== seen) place.textContent = seen;
        }

        """
}

/// The script of a page's flame graphs: zoom and search, by mouse and by keyboard.
enum FlameScript {
    static let text = #"""
        for (const part of document.querySelectorAll(".flame-part")) {
          const [flame, search, found, whole, status, tools] =
            ["flame", "search", "found", "whole", "status", "tools"].map(name =>
              part.querySelector("." + name));
          const boxes = [...flame.children].map(element => {
            element.setAttribute("aria-label", element.title);
            return {
              element, start: parseFloat(element.style.left), width: parseFloat(element.style.width),
              depth: Number(element.getAttribute("aria-level")), name: element.textContent,
            };
          });
          const boxOf = new Map(boxes.map(box => [box.element, box]));
          // Places are per cent of the width, with four decimals.
          const rounding = 2e-4;
          const holds = (outer, inner) => inner.start >= outer.start - rounding &&
            inner.start + inner.width <= outer.start + outer.width + rounding;
          let zoomed = boxes[0], current = boxes[0];

          // As much of a name as fits: all, or without its first parts, or its start.
          function fitting(name, columns) {
            if (name.length <= columns) return name;
            let rest = name;
            for (let part; (part = /^\w+(\.|::)(?=[\p{L}_])/u.exec(rest));) {
              rest = rest.slice(part[0].length);
              if (rest.length <= columns) return rest;
            }
            return columns < 3 ? "" : rest.slice(0, columns - 1) + "…";
          }
          const columnWidth = 7.25, padding = 6;
          function name(box) {
            const width = flame.clientWidth * parseFloat(box.element.style.width) / 100;
            const columns = Math.floor((width - padding) / columnWidth);
            box.element.textContent = fitting(box.name, columns);
          }

          function zoom(box) {
            zoomed = box;
            if (flame.clientWidth === 0) return;
            for (const other of boxes) {
              const isAbove = other.depth < box.depth && holds(other, box);
              const isShown = isAbove || other.depth >= box.depth && holds(box, other);
              other.element.hidden = !isShown;
              other.element.classList.toggle("above", isAbove);
              if (!isShown) continue;
              const left = isAbove ? 0 : (other.start - box.start) / box.width;
              const width = isAbove ? 1 : other.width / box.width;
              other.element.style.left = left * 100 + "%";
              other.element.style.width = width * 100 + "%";
              name(other);
            }
            whole.disabled = box === boxes[0];
            if (current.element.hidden) choose(box, false);
          }
          function choose(box, takesFocus) {
            current.element.tabIndex = -1;
            current = box;
            box.element.tabIndex = 0;
            status.textContent = box.element.title;
            if (takesFocus) box.element.focus();
          }
          const shown = depth => boxes.filter(box => box.depth === depth && !box.element.hidden)
            .sort((a, b) => a.start - b.start);
          const moves = {
            ArrowUp: () => boxes.find(box => box.depth === current.depth - 1 && holds(box, current)),
            ArrowDown: () => shown(current.depth + 1).find(box => holds(current, box)),
            ArrowLeft: () => shown(current.depth)[shown(current.depth).indexOf(current) - 1],
            ArrowRight: () => shown(current.depth)[shown(current.depth).indexOf(current) + 1],
            Home: () => boxes[0],
          };

          function find() {
            const words = search.value.trim().toLowerCase();
            const matches = boxes.filter(box => words && box !== boxes[0] &&
              box.name.toLowerCase().includes(words));
            for (const box of boxes) box.element.classList.toggle("match", matches.includes(box));
            flame.classList.toggle("searched", words !== "");
            // A match below another holds nothing that is not counted.
            const outermost = matches.filter(box =>
              !matches.some(other => other.depth < box.depth && holds(other, box)));
            const share = outermost.reduce((sum, box) => sum + box.width, 0);
            const count = matches.length + (matches.length === 1 ? " frame, " : " frames, ");
            found.textContent =
              words ? count + share.toFixed(1) + " % of the whole" : "";
            return matches.filter(box => !box.element.hidden);
          }

          flame.addEventListener("click", event => {
            const box = boxOf.get(event.target);
            if (!box) return;
            choose(box, true);
            zoom(box);
          });
          flame.addEventListener("focusin", event => choose(boxOf.get(event.target), false));
          flame.addEventListener("mouseover", event => {
            const box = boxOf.get(event.target);
            if (box) status.textContent = box.element.title;
          });
          flame.addEventListener("keydown", event => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.key === "Enter" || event.key === " ") zoom(current);
            else if (event.key === "Escape") zoom(boxes[0]);
            else if (moves[event.key]) {
              const next = moves[event.key]();
              if (next) choose(next, true);
            } else return;
            event.preventDefault();
          });
          whole.addEventListener("click", () => {
            zoom(boxes[0]);
            choose(current, true);
          });
          search.addEventListener("input", find);
          search.addEventListener("keydown", event => {
            if (event.key === "Escape") {
              search.value = "";
              find();
            } else if (event.key === "Enter") {
              const [first] = find();
              if (first) choose(first, true);
            }
          });
          // Called at the start too, and when what it is folded in is opened.
          new ResizeObserver(() => zoom(zoomed)).observe(flame);
          tools.hidden = false;
        }

        """#
}

/*
 * Zooms and pans timelines, shows what a stint is, and lets one be selected. A timeline is complete without it.
 *
 * Wheel, + and -: zoom; drag, shift with the wheel, ← and →: pan; 0 or Home: everything; ↑ and ↓: the stint before or after;
 * click or Enter: select, which writes #i<invocation> into the address and sends "timeline:select" with {id, href}; a double click, or
 * Enter on what is selected, follows its link. What is shown stands in data-shown-from and data-shown-to. Where htmx swaps a new picture in, it shows the span of time that the old one did.
 */
"use strict";
(() => {
  const FINE = 1000; // units of the plot in a pixel's width, as the server draws it
  const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5,
    36e5, 72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5, 12096e5];
  const WORDS = ["run", "cached", "failed", "cancelled", "waiting", "paused", "claimed", "recovered", "lost"];
  const SVG = "http://www.w3.org/2000/svg";
  const views = new Map(); // by the picture's id: what was shown, for the next picture of that id
  const met = new Set(); // of the same ids: what is there for the second time is where it was left
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const two = (n) => String(n).padStart(2, "0");

  /** A moment in the server's zone. */
  function clock(at, offset, step) {
    const t = new Date(at + offset * 1000);
    const time = two(t.getUTCHours()) + ":" + two(t.getUTCMinutes());
    if (step >= 864e5 || (step >= 6e4 && time === "00:00")) {
      return t.getUTCDate() + " " + t.toLocaleString("en", { month: "short", timeZone: "UTC" });
    }
    if (step >= 6e4) return time;
    const seconds = time + ":" + two(t.getUTCSeconds());
    return step >= 1000 ? seconds : seconds + "." + String(t.getUTCMilliseconds()).padStart(3, "0");
  }

  function duration(ms) {
    if (ms < 1000) return Math.round(ms) + " ms";
    if (ms < 6e4) return Number((ms / 1000).toPrecision(3)) + " s";
    const s = Math.round(ms / 1000);
    return s < 3600 ? Math.floor(s / 60) + " min " + two(s % 60) + " s"
      : Math.floor(s / 3600) + " h " + two(Math.floor(s % 3600 / 60)) + " min";
  }

  function attach(svg) {
    if (svg.dataset.attached) return;
    svg.dataset.attached = "yes";
    const plot = svg.querySelector(".plot"), moved = plot.querySelector(".moved");
    const chart = svg.closest(".chart") || svg.parentNode;
    const axis = svg.querySelector(".time-axis .axis");
    const patterns = svg.querySelectorAll("pattern[patternTransform]");
    const deaths = svg.querySelectorAll(".death");
    const from = Number(svg.dataset.from), to = Number(svg.dataset.to), offset = Number(svg.dataset.offset);
    const left = Number(plot.getAttribute("x")), top = Number(plot.getAttribute("y"));
    const width = Number(plot.getAttribute("width")), height = Number(plot.getAttribute("height"));
    const all = width * FINE, perMs = all / (to - from);
    // As near as ten milliseconds across, but never past what whole units can show.
    const least = Math.min(all, Math.max(width, 10 * perMs));
    let view = { x: 0, w: all }, goal = view, frame = 0, settled = 0, textured = all;

    // The picture's own title would cover the tip of a stint.
    const title = svg.querySelector("title"), key = title.id;
    svg.setAttribute("aria-label", title.textContent);
    svg.removeAttribute("aria-labelledby");
    title.remove();

    function show() {
      // One transform is far cheaper than another viewBox, which has everything in it laid out anew.
      moved.setAttribute("transform", "scale(" + all / view.w + " 1) translate(" + -view.x + " 0)");
      clearTimeout(settled);
      if (textured !== view.w) settled = setTimeout(texture, 250);
      for (const d of deaths) {
        const x = (Number(d.dataset.x) - view.x) / view.w * width;
        d.setAttribute("transform", "translate(" + x.toFixed(1) + " " + d.dataset.y + ")");
      }
      ticks();
      const begin = from + view.x / perMs, end = from + (view.x + view.w) / perMs;
      svg.dataset.shownFrom = Math.round(begin);
      svg.dataset.shownTo = Math.round(end);
      views.set(key, { from: begin, to: end, whole: view.w >= all, live: view.x + view.w >= all - 1 });
    }

    /** Textures are of one size at any zoom, but changing them has every mark painted anew: not while it moves. */
    function texture() {
      textured = view.w;
      for (const p of patterns) p.setAttribute("patternTransform", "scale(" + view.w / width + " 1)");
    }

    function ticks() {
      const begin = from + view.x / perMs, span = view.w / perMs;
      const wanted = span / Math.max(2, Math.floor(width / 84));
      const step = STEPS.find((s) => s >= wanted) || 2419200e3 * Math.ceil(wanted / 2419200e3);
      axis.replaceChildren();
      for (let at = Math.ceil((begin + offset * 1000) / step) * step - offset * 1000; at <= begin + span; at += step) {
        const x = left + (at - begin) / span * width;
        const line = document.createElementNS(SVG, "line");
        for (const [name, value] of [["x1", x], ["x2", x], ["y1", top - 4], ["y2", top + height]]) line.setAttribute(name, value);
        const label = document.createElementNS(SVG, "text");
        label.setAttribute("x", Math.min(x, left + width - 12));
        label.setAttribute("y", top - 9);
        label.setAttribute("class", "mid");
        label.textContent = clock(at, offset, step);
        axis.append(line, label);
      }
    }

    const within = (w) => Math.min(all, Math.max(least, w));

    function go(x, wanted, smooth) {
      const w = within(wanted);
      goal = { x: Math.min(all - w, Math.max(0, x)), w };
      cancelAnimationFrame(frame);
      if (!smooth || still.matches) {
        // One drawing a frame, however many events there are in it.
        frame = requestAnimationFrame(() => { view = goal; show(); });
        return;
      }
      const start = view, began = performance.now();
      const move = (now) => {
        const part = Math.min(1, (now - began) / 160), eased = part * (2 - part);
        view = { x: start.x + (goal.x - start.x) * eased, w: start.w + (goal.w - start.w) * eased };
        show();
        if (part < 1) frame = requestAnimationFrame(move);
      };
      frame = requestAnimationFrame(move);
    }

    /** The moment at this part of the width stays where it is. */
    const zoom = (factor, part, smooth) => go(goal.x + (goal.w - within(goal.w * factor)) * part, goal.w * factor, smooth);
    const pan = (part, smooth) => go(goal.x + goal.w * part, goal.w, smooth);
    const partOf = (event) => {
      // The plot's own box is that of its contents in some browsers; the picture's is not scaled.
      return Math.min(1, Math.max(0, (event.clientX - svg.getBoundingClientRect().left - left) / width));
    };

    plot.addEventListener("wheel", (event) => {
      const unit = event.deltaMode === 1 ? 16 : 1; // lines in some browsers
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        pan((event.deltaX || event.deltaY) * unit / width, false);
      } else if (event.deltaY < 0 || goal.w < all) { // with everything shown already, the page scrolls on
        event.preventDefault();
        zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY * unit)) * 0.002), partOf(event), false);
      }
    }, { passive: false });

    let drag = null, dragged = false;
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      dragged = false;
      drag = { id: event.pointerId, x: event.clientX, view: goal };
    });
    plot.addEventListener("pointermove", (event) => {
      if (!drag || event.pointerId !== drag.id) return;
      const by = event.clientX - drag.x;
      if (!dragged && Math.abs(by) < 4) return;
      if (!dragged) {
        dragged = true;
        plot.setPointerCapture(event.pointerId);
        plot.classList.add("is-dragged");
        tip.hidden = true;
      }
      go(drag.view.x - by / width * drag.view.w, drag.view.w, false);
    });
    const drop = () => { drag = null; plot.classList.remove("is-dragged"); };
    plot.addEventListener("pointerup", drop);
    plot.addEventListener("pointercancel", drop);
    plot.addEventListener("dragstart", (event) => event.preventDefault());

    const stintOf = (target) => (target instanceof Element ? target.closest("[data-i]") : null);

    function select(stint) {
      const id = stint.dataset.i;
      for (const other of plot.querySelectorAll(".is-selected")) other.classList.remove("is-selected");
      for (const same of plot.querySelectorAll('[data-i="' + id + '"]')) same.classList.add("is-selected");
      history.replaceState(history.state, "", "#i" + id);
      svg.dispatchEvent(new CustomEvent("timeline:select", { bubbles: true, detail: { id, href: stint.getAttribute("href") } }));
    }

    plot.addEventListener("click", (event) => {
      const stint = stintOf(event.target);
      if (dragged) { event.preventDefault(); dragged = false; return; }
      if (!stint || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // Enter on a link is a click without a place.
      if (event.detail === 0 && stint.classList.contains("is-selected")) return;
      event.preventDefault();
      select(stint);
    });
    plot.addEventListener("dblclick", (event) => {
      const stint = stintOf(event.target);
      if (stint && stint.getAttribute("href")) location.assign(stint.getAttribute("href"));
    });

    // One stop for the tabulator: the arrows lead on from there.
    const stints = Array.from(plot.querySelectorAll("[data-i]"));
    for (const stint of stints) stint.setAttribute("tabindex", "-1");
    let current = Math.max(0, stints.length - 1);
    const held = stints.indexOf(document.activeElement);
    if (held >= 0) current = held;
    if (stints.length) stints[current].setAttribute("tabindex", "0");

    function focus(index) {
      if (!stints.length) return;
      stints[current].setAttribute("tabindex", "-1");
      current = Math.min(stints.length - 1, Math.max(0, index));
      const stint = stints[current];
      stint.setAttribute("tabindex", "0");
      const first = stint.querySelector("rect"), last = stint.querySelector("rect:last-of-type");
      const begin = Number(first.getAttribute("x")), end = Number(last.getAttribute("x")) + Number(last.getAttribute("width"));
      if (end < goal.x || begin > goal.x + goal.w) go((begin + end - goal.w) / 2, goal.w, false);
      stint.focus();
    }

    // Properties, not listeners: the box stays when a new picture is swapped into it.
    chart.onkeydown = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLButtonElement) return;
      const at = stintOf(event.target) ? current : -1;
      const acts = {
        "+": () => zoom(0.5, 0.5, true), "=": () => zoom(0.5, 0.5, true), "-": () => zoom(2, 0.5, true),
        "0": () => go(0, all, true), Home: () => go(0, all, true),
        ArrowLeft: () => pan(-0.2, true), ArrowRight: () => pan(0.2, true),
        ArrowUp: () => focus(at < 0 ? current : at - 1), ArrowDown: () => focus(at < 0 ? current : at + 1),
        Enter: () => {
          const stint = stintOf(event.target);
          if (!stint || stint.classList.contains("is-selected")) return false;
          select(stint);
          return true;
        },
        Escape: () => { tip.hidden = true; },
      };
      if (Object.hasOwn(acts, event.key) && acts[event.key]() !== false) event.preventDefault();
    };

    const tools = chart.querySelector(".chart-tools");
    if (tools) {
      tools.hidden = false;
      tools.onclick = (event) => {
        const button = event.target instanceof Element ? event.target.closest("[data-tool]") : null;
        const acts = { in: () => zoom(0.5, 0.5, true), out: () => zoom(2, 0.5, true), left: () => pan(-0.4, true),
          right: () => pan(0.4, true), all: () => go(0, all, true) };
        if (button && Object.hasOwn(acts, button.dataset.tool)) acts[button.dataset.tool]();
      };
    }

    function tell(stint, rect, x, y) {
      const lines = [stint.getAttribute("aria-label")];
      const kind = rect && rect.getAttribute("class").slice(2);
      if (rect && WORDS.includes(kind)) {
        const begin = from + Number(rect.getAttribute("x")) / perMs, long = Number(rect.getAttribute("width")) / perMs;
        const step = long < 1e4 ? 1 : 1000;
        lines.push(kind + " for " + duration(long), clock(begin, offset, step) + " – " + clock(begin + long, offset, step));
      }
      tip.textContent = lines.join("\n");
      tip.hidden = false;
      const box = tip.getBoundingClientRect();
      tip.style.left = Math.max(4, Math.min(innerWidth - box.width - 4, x + 12)) + "px";
      tip.style.top = (y + 18 + box.height > innerHeight ? Math.max(4, y - box.height - 10) : y + 18) + "px";
    }
    plot.addEventListener("pointermove", (event) => {
      const stint = stintOf(event.target);
      if (!stint || dragged && drag) tip.hidden = true;
      else tell(stint, event.target.closest("rect"), event.clientX, event.clientY);
    });
    plot.addEventListener("pointerleave", () => { tip.hidden = true; });
    plot.addEventListener("focusin", (event) => {
      const stint = stintOf(event.target);
      if (!stint) return;
      current = stints.indexOf(stint);
      const box = stint.getBoundingClientRect();
      if (stint.matches(":focus-visible")) tell(stint, stint.querySelector("rect:last-of-type"), box.left, box.bottom - 12);
    });
    plot.addEventListener("focusout", () => { tip.hidden = true; });

    const marked = /^#i(\d+)$/.exec(location.hash);
    if (marked) {
      for (const same of plot.querySelectorAll('[data-i="' + marked[1] + '"]')) same.classList.add("is-selected");
    }

    // Where it is wider than the page, the latest is what is looked for.
    const box = svg.closest(".chart-box");
    if (box && !met.has(key)) box.scrollLeft = box.scrollWidth;
    met.add(key);

    const before = views.get(key);
    if (before && !before.whole) {
      // At the live edge it stays there; elsewhere it stays where it was.
      const w = (before.to - before.from) * perMs;
      go(before.live ? all - w : (before.from - from) * perMs, w, false);
    }
  }

  const tip = document.createElement("div");
  tip.className = "chart-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;

  function attachAll(root) {
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = true;
    if (root instanceof Element && root.matches("svg.timeline")) attach(root);
    for (const svg of root.querySelectorAll("svg.timeline")) attach(svg);
  }

  // A swap that replaces its target tells of the new element; looking through the page costs little and misses none.
  document.addEventListener("htmx:afterSwap", () => attachAll(document));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => attachAll(document));
  else attachAll(document);
})();

// A pad to draw a curve on: one height at each of 65 places. It draws by itself, at the speed of the display; the kernel is
// only told what is on it. The form of a value is described in coursekit/quiz/drawn_curves.py.
import { OWN_KEYS, element } from "./dom.js";
import { button, placeOn, shape } from "./pads.js";

const KNOT = 4; // the keyboard moves from every fourth place to the next
const STEP = 5; // levels of a press; with Shift four times as much
const CURVE_HELP = "Draw with mouse or finger. Keys: ← → choose a place, ↑ ↓ set its height (Shift: more), Home and End go to the ends, Delete clears a place.";
const HEIGHT = 0.6; // of the sheet, in widths

/** The levels at all places of a value; null where nothing was drawn. */
export function heightsIn(value, places) {
  return Array.from({ length: places }, (_, k) => {
    const pair = value.slice(2 * k, 2 * k + 2);
    return pair === "" || pair === ".." ? null : parseInt(pair, 16);
  });
}

/** The reverse of `heightsIn`. */
export function curveOf(levels) {
  if (levels.every((level) => level === null)) return "";
  return levels.map((level) => (level === null ? ".." : level.toString(16).padStart(2, "0"))).join("");
}

/** Levels with the gaps closed: straight between two drawn places, level outside them. */
export function filled(levels) {
  const drawn = levels.flatMap((level, k) => (level === null ? [] : [k]));
  if (!drawn.length) return [];
  return levels.map((level, k) => {
    if (level !== null) return level;
    const right = drawn.find((place) => place > k);
    const left = drawn.findLast((place) => place < k);
    if (left === undefined) return levels[right];
    if (right === undefined) return levels[left];
    return levels[left] + ((levels[right] - levels[left]) * (k - left)) / (right - left);
  });
}

/** Draw from one point to another, each [place, level]: every place between them gets its height. */
export function drawLine(levels, [x0, y0], [x1, y1]) {
  const [first, last] = [Math.round(Math.min(x0, x1)), Math.round(Math.max(x0, x1))];
  for (let k = Math.max(0, first); k <= Math.min(levels.length - 1, last); k++) {
    const share = x1 === x0 ? 1 : Math.min(1, Math.max(0, (k - x0) / (x1 - x0)));
    levels[k] = Math.round(y0 + (y1 - y0) * share);
  }
}

/** Set one knot by keyboard: from it the curve runs straight to the next drawn places on both sides. */
export function setKnot(levels, place, level) {
  for (let k = place - KNOT + 1; k < place + KNOT; k++) if (k in levels) levels[k] = null;
  levels[place] = level;
}

const written = (number) => String(Math.round(number * 100) / 100).replace("-", "−");

/** Build the control; as every kind of control it returns its element, what shows a value, and here what shows the true curve. */
export function curvePad(control, id, set) {
  const { places, levels: top } = control;
  let value = "";
  let levels = heightsIn("", places);
  let pen = null; // where the pointer is while it draws
  let place = (places - 1) / 2;
  const past = [];
  const height = HEIGHT * (places - 1);

  const at = (k, level) => `${k} ${((top - level) / top) * height}`;
  const path = (heights) => (heights.length ? `M${heights.map((level, k) => at(k, level)).join("L")}` : "");
  const line = shape("path", { class: "ck-curve" });
  const guess = shape("path", { class: "ck-curve-guess" });
  const truth = shape("path", { class: "ck-curve-true" });
  const mark = shape("circle", { class: "ck-cursor", r: 1.1 });
  const sheet = shape("svg", { viewBox: `0 0 ${places - 1} ${height}`, "aria-hidden": "true" }, grid(control, height), guess, line, truth, mark);
  const help = element("p", { id: `${id}-help`, class: "ck-help" }, CURVE_HELP);
  const where = element("p", { class: "ck-where", role: "status" });
  const pad = element("div", {
    id, class: "ck-pad ck-curve-pad", role: "application", tabindex: "0", "aria-roledescription": "pad for a curve",
    "aria-labelledby": `${id}-label`, "aria-describedby": help.id, ...OWN_KEYS,
  }, sheet);

  const draw = () => {
    const heights = filled(levels);
    guess.setAttribute("d", path(heights));
    // What was drawn is solid; what runs on between and outside is dashed.
    line.setAttribute("d", levels.map((level, k) => (level === null ? "" : `${(levels[k - 1] ?? null) === null ? "M" : "L"}${at(k, level)}h0`)).join(""));
    mark.setAttribute("cx", place);
    mark.setAttribute("cy", ((top - (heights[place] ?? middle())) / top) * height);
  };
  const middle = () => Math.round((Math.min(control.y[1], Math.max(control.y[0], 0)) - control.y[0]) / (control.y[1] - control.y[0]) * top);
  const tell = (now) => {
    value = now;
    undo.setAttribute("aria-disabled", past.length === 0);
    set(now);
  };
  const remember = () => past.push(value);
  const change = (now, said) => {
    levels = heightsIn(now, places);
    draw();
    tell(now);
    where.textContent = said;
  };
  const takeBack = () => past.length && change(past.pop(), "The last stroke is taken back.");
  const undo = button("Undo", takeBack);
  const clear = button("Clear", () => {
    if (value === "") return;
    remember();
    change("", "Nothing is drawn.");
  });
  const presets = (control.presets ?? []).map(([name, drawn]) => button(name, () => {
    remember();
    change(drawn, `${name} is drawn.`);
  }));

  const pointOf = (event) => {
    const [x, y] = placeOn(sheet, event);
    return [x * (places - 1), Math.min(top, Math.max(0, (1 - y) * top))];
  };
  const drawTo = (event) => {
    for (const each of [...(event.getCoalescedEvents?.() ?? []), event]) {
      const to = pointOf(each);
      drawLine(levels, pen ?? to, to);
      pen = to;
    }
    draw();
    tell(curveOf(levels));
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    remember();
    try { pad.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone already draws its dot */ }
    drawTo(event);
    where.textContent = "";
  });
  pad.addEventListener("pointermove", (event) => pen && drawTo(event));
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { pen = null; });

  const scale = ([low, high], share) => written(low + (high - low) * share);
  const spoken = () => {
    const now = filled(levels)[place];
    const x = scale(control.x, place / (places - 1));
    return now === undefined ? `x = ${x}: nothing is drawn.` : `x = ${x}: y = ${scale(control.y, now / top)}${levels[place] === null ? ", in between" : ""}.`;
  };
  const raise = (by) => {
    remember();
    setKnot(levels, place, Math.min(top, Math.max(0, Math.round(filled(levels)[place] ?? middle()) + by)));
    tell(curveOf(levels));
  };
  const go = (to) => { place = Math.min(places - 1, Math.max(0, to)); };
  const KEYS = {
    ArrowLeft: () => go(place - KNOT), ArrowRight: () => go(place + KNOT), Home: () => go(0), End: () => go(places - 1),
    ArrowUp: (by) => raise(by), ArrowDown: (by) => raise(-by), " ": () => raise(0),
    Delete: () => {
      if (levels[place] === null) return;
      remember();
      levels[place] = null;
      tell(curveOf(levels));
    },
  };
  pad.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return takeBack();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key](event.shiftKey ? 4 * STEP : STEP);
    draw();
    where.textContent = spoken();
  });

  const name = element("span", { id: `${id}-label` }, control.label);
  const buttons = element("div", { class: "ck-pad-buttons" }, undo, clear, ...presets);
  const plot = element("div", { class: "ck-curve-plot" }, ...axis(control), pad);
  const row = element("div", { class: "ck-control ck-curve-control", role: "group", "aria-labelledby": name.id }, name, plot, buttons, help, where);
  undo.setAttribute("aria-disabled", true);
  draw();
  const show = (now) => {
    if (pen || now === value) return; // the reader is drawing, or it is there already
    value = now;
    levels = heightsIn(now, places);
    draw();
  };
  const compare = (curve) => truth.setAttribute("d", path(filled(heightsIn(curve ?? "", places))));
  return [row, show, compare];
}

/** Faint lines where x or y is a multiple of a quarter of the range, and a stronger one where it is 0. */
function grid({ places, x, y }, height) {
  const width = places - 1;
  const line = (name, d) => shape("path", { class: name, d });
  const quarters = [1, 2, 3].map((k) => `M${(k * width) / 4} 0v${height}M0 ${(k * height) / 4}h${width}`).join("");
  const zero = (low, high) => (low < 0 && high > 0 ? -low / (high - low) : null);
  const [zx, zy] = [zero(...x), zero(...y)];
  const axes = (zx === null ? "" : `M${zx * width} 0v${height}`) + (zy === null ? "" : `M0 ${(1 - zy) * height}h${width}`);
  return shape("g", {}, line("ck-curve-grid", quarters), line("ck-curve-axis", axes));
}

/** The numbers at the ends of both axes, and their names. */
function axis({ x, y, x_label = "x", y_label = "y" }) {
  const end = (name, text) => element("span", { class: `ck-axis ck-axis-${name}`, "aria-hidden": "true" }, text);
  return [
    end("top", written(y[1])), end("y", y_label), end("bottom", written(y[0])),
    end("left", written(x[0])), end("x", x_label), end("right", written(x[1])),
  ];
}

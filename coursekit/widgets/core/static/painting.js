// Weights painted by hand: squares from −2 to 2. The form of a value is described in ../painting.py.
import { board } from "./board.js";
import { shape } from "./pads.js";

const PAINT_HELP = "Paint with mouse or finger. Keys: arrows move, Space paints or clears a square, Shift + arrows paint.";
const LEVELS = "=-.+#"; // −2 to 2
const SIGNS = ["−−", "−", "", "+", "++"];
const BRUSHES = ["strongly for (2)", "for (1)", "erase (0)", "against (−1)", "strongly against (−2)"];

/** The levels, −2 to 2, row by row; "" is an empty painting. */
export function levelsOf(value, count) {
  if (value === "") return new Int8Array(count);
  return Int8Array.from(value.replaceAll(" ", ""), (letter) => LEVELS.indexOf(letter) - 2);
}

/** The reverse of `levelsOf`: a letter a square, and a space between rows. */
export function valueOf(levels, side) {
  if (levels.every((level) => level === 0)) return "";
  const letters = Array.from(levels, (level) => LEVELS[level + 2]).join("");
  return letters.match(new RegExp(`.{${side}}`, "g")).join(" ");
}

/** Build the control. */
export function painting(control, id, set) {
  const { side } = control;
  const squares = Array.from({ length: side * side }, (_, k) => {
    const [x, y] = [k % side, Math.floor(k / side)];
    const sign = shape("text", { x: x + 0.5, y: y + 0.5 });
    return { box: shape("rect", { x, y, width: 1, height: 1 }), sign };
  });
  const draw = (levels) => squares.forEach(({ box, sign }, k) => {
    box.setAttribute("class", `ck-level-${levels[k] + 2}`);
    sign.textContent = SIGNS[levels[k] + 2];
  });
  return board(control, id, set, {
    name: "painting",
    help: PAINT_HELP,
    tools: BRUSHES.map((name, k) => ({ name, radius: 0, fill: 2 - k })),
    first: 1,
    layer: shape("g", { class: "ck-weights" }, ...squares.flatMap(({ box, sign }) => [box, sign])),
    draw,
    read: (value) => levelsOf(value, side * side),
    write: (levels) => valueOf(levels, side),
    words: (level) => (level ? `weight ${String(level).replace("-", "−")}` : "no weight"),
    more: [],
  });
}

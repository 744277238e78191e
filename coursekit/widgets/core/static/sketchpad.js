// A sketchpad: squares drawn with pointer, finger or keyboard. It draws by itself, at the speed of the display; the kernel is
// only told what is on it. The form of a value is described in ../sketchpad.py.
import { OWN_KEYS, element } from "./dom.js";
import { button, placeOn, shape } from "./pads.js";

const PEN = 1.5; // radius of a stroke, in squares
const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const SKETCH_HELP = "Draw with mouse or finger. Keys: arrows move, Space sets or clears a square, Shift + arrows draw.";

/** The squares, 0 or 1, row by row, of hexadecimal digits; "" is an empty sketchpad. */
export function squaresOf(hex, count) {
  const squares = new Uint8Array(count);
  for (let k = 0; k < hex.length * 4; k++) squares[k] = (parseInt(hex[k >> 2], 16) >> (3 - (k & 3))) & 1;
  return squares;
}

/** The reverse of `squaresOf`. */
export function hexOf(squares) {
  if (!squares.includes(1)) return "";
  let hex = "";
  for (let k = 0; k < squares.length; k += 4) hex += (squares[k] * 8 + squares[k + 1] * 4 + squares[k + 2] * 2 + squares[k + 3]).toString(16);
  return hex;
}

/** Darken the squares whose centres lie under a round pen that goes from one place to another. */
export function stroke(squares, side, [x0, y0], [x1, y1]) {
  const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) * 2));
  for (let step = 0; step <= steps; step++) {
    const x = x0 + ((x1 - x0) * step) / steps;
    const y = y0 + ((y1 - y0) * step) / steps;
    for (let row = Math.max(0, Math.floor(y - PEN)); row <= Math.min(side - 1, y + PEN); row++) {
      for (let column = Math.max(0, Math.floor(x - PEN)); column <= Math.min(side - 1, x + PEN); column++) {
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= PEN) squares[row * side + column] = 1;
      }
    }
  }
}

/** The dark squares as the outline of an SVG path, one rectangle a run. */
function outline(squares, side) {
  let path = "";
  for (let k = 0; k < squares.length; k++) {
    if (!squares[k]) continue;
    const start = k;
    while ((k + 1) % side !== 0 && squares[k + 1]) k++;
    path += `M${start % side} ${Math.floor(start / side)}h${k - start + 1}v1h${start - k - 1}z`;
  }
  return path;
}

/** Build the control; as every kind of control it returns its element and what shows a value from the kernel. */
export function sketchpad(control, id, set) {
  const { side, samples } = control;
  let value = "";
  let squares = squaresOf("", side * side);
  let pen = null; // where the pointer is while it draws
  let cursor = [side / 2, side / 2];
  let sample = -1;
  const past = [];

  const ink = shape("path", { class: "ck-drawn" });
  const mark = shape("rect", { class: "ck-cursor", width: 1, height: 1 });
  const paper = shape("svg", { viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true" }, ink, mark);
  const help = element("p", { id: `${id}-help`, class: "ck-help" }, SKETCH_HELP);
  const where = element("p", { class: "ck-where", role: "status" });
  const pad = element("div", {
    id, class: "ck-pad", role: "application", tabindex: "0", "aria-roledescription": "sketchpad",
    "aria-labelledby": `${id}-label`, "aria-describedby": help.id, ...OWN_KEYS,
  }, paper);

  const draw = () => ink.setAttribute("d", outline(squares, side));
  const tell = (now) => {
    value = now;
    undo.setAttribute("aria-disabled", past.length === 0);
    set(now);
  };
  const remember = () => past.push(value);
  const put = (now) => {
    squares = squaresOf(now.startsWith("#") ? samples[now.slice(1)] : now, side * side);
    draw();
  };
  const change = (now, said) => {
    put(now);
    tell(now);
    where.textContent = said;
  };
  const takeBack = () => past.length && change(past.pop(), "The last stroke is taken back.");
  const undo = button("Undo", takeBack);
  const clear = button("Clear", () => {
    if (value === "") return;
    remember();
    change("", "The sketchpad is empty.");
  });
  const one = button("One from the test set", () => {
    remember();
    sample = (sample + 1) % samples.length;
    change(`#${sample}`, `Image ${sample + 1} of ${samples.length} from the test set.`);
  });

  const place = (event) => placeOn(paper, event).map((share) => share * side);
  const drawTo = (event) => {
    for (const each of event.getCoalescedEvents?.() ?? []) pen = extend(place(each));
    pen = extend(place(event));
    draw();
    tell(hexOf(squares));
  };
  const extend = (to) => {
    stroke(squares, side, pen ?? to, to);
    return to;
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

  const at = () => cursor[1] * side + cursor[0];
  const flip = (to) => {
    if (squares[at()] === to) return;
    remember();
    squares[at()] = to;
    draw();
    tell(hexOf(squares));
  };
  pad.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) takeBack();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === " ") flip(1 - squares[at()]);
    else if (event.key in MOVES) {
      if (event.shiftKey) flip(1);
      cursor = cursor.map((now, axis) => Math.min(side - 1, Math.max(0, now + MOVES[event.key][axis])));
      if (event.shiftKey) flip(1);
    } else return;
    event.preventDefault();
    mark.setAttribute("x", cursor[0]);
    mark.setAttribute("y", cursor[1]);
    if (event.key.toLowerCase() !== "z") where.textContent = `Row ${cursor[1] + 1}, column ${cursor[0] + 1}: ${squares[at()] ? "dark" : "empty"}.`;
  });
  mark.setAttribute("x", cursor[0]);
  mark.setAttribute("y", cursor[1]);

  const name = element("span", { id: `${id}-label` }, control.label);
  const buttons = element("div", { class: "ck-pad-buttons" }, undo, clear, one);
  const row = element("div", { class: "ck-control ck-sketchpad", role: "group", "aria-labelledby": name.id }, name, pad, buttons, help, where);
  undo.setAttribute("aria-disabled", true);
  const show = (now) => {
    if (pen || now === value) return; // the reader is drawing, or it is there already
    value = now;
    put(now);
  };
  return [row, show];
}

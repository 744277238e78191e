// A board of squares to draw on with pointer, finger or keyboard. It draws by itself, at the speed of the display, and only
// tells the kernel what is on it. The sketchpad and the painting of weights are boards (sketchpad.js, painting.js).
import { OWN_KEYS, element } from "./dom.js";
import { button, placeOn, shape } from "./pads.js";

const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Fill the square at each place from one to another, and those whose centres lie within `radius` of it. */
export function stroke(squares, side, [x0, y0], [x1, y1], radius, fill) {
  const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) * 4));
  for (let step = 0; step <= steps; step++) {
    const x = x0 + ((x1 - x0) * step) / steps;
    const y = y0 + ((y1 - y0) * step) / steps;
    for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(side - 1, y + radius); row++) {
      for (let column = Math.max(0, Math.floor(x - radius)); column <= Math.min(side - 1, x + radius); column++) {
        const below = row === Math.floor(y) && column === Math.floor(x);
        if (below || Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius) squares[row * side + column] = fill;
      }
    }
  }
}

/**
 * Build the control; as every kind of control it returns its element and what shows a value from the kernel.
 *
 * `kind` says what makes one sort of board: its `name`; `read`, from a value to its squares, and `write` back; `layer`, an
 * SVG node, and `draw`, which shows squares on it; `tools`, each with a `name`, the `fill` of its squares and the `radius`
 * of its stroke, the one numbered `first` in hand; `words` for a square; and `more` buttons, [text, () => [value, sentence]].
 */
export function board(control, id, set, kind) {
  const { side } = control;
  let value = "";
  let squares = kind.read("");
  let tool = kind.tools[kind.first];
  let pen = null; // where the pointer is while it draws
  let cursor = [side / 2, side / 2];
  const past = [];

  const mark = shape("rect", { class: "ck-cursor", width: 1, height: 1, "stroke-width": side / 80 });
  const paper = shape("svg", { viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true" }, kind.layer, mark);
  const help = element("p", { id: `${id}-help`, class: "ck-help" }, kind.help);
  const where = element("p", { class: "ck-where", role: "status" });
  const pad = element("div", {
    id, class: "ck-pad", role: "application", tabindex: "0", "aria-roledescription": kind.name,
    "aria-labelledby": `${id}-label`, "aria-describedby": help.id, ...OWN_KEYS,
  }, paper);

  const tell = (now) => {
    value = now;
    undo.setAttribute("aria-disabled", past.length === 0);
    set(now);
  };
  const put = (now) => {
    squares = kind.read(now);
    kind.draw(squares);
  };
  const change = (now, said) => {
    put(now);
    tell(now);
    where.textContent = said;
  };
  const takeBack = () => past.length && change(past.pop(), "The last stroke is taken back.");
  const undo = button("Undo", takeBack);
  const replace = ([now, said]) => {
    if (now === value) return;
    past.push(value);
    change(now, said);
  };
  const clear = button("Clear", () => replace(["", `The ${kind.name} is empty.`]));
  const more = kind.more.map(([text, made]) => button(text, () => replace(made())));

  const place = (event) => placeOn(paper, event).map((share) => share * side);
  const extend = (to) => {
    stroke(squares, side, pen ?? to, to, tool.radius, tool.fill);
    return to;
  };
  const drawTo = (event) => {
    for (const each of event.getCoalescedEvents?.() ?? []) pen = extend(place(each));
    pen = extend(place(event));
    kind.draw(squares);
    const now = kind.write(squares);
    if (now !== value) tell(now);
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    past.push(value);
    try { pad.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone already draws its dot */ }
    drawTo(event);
    where.textContent = "";
  });
  pad.addEventListener("pointermove", (event) => pen && drawTo(event));
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => {
      if (pen && past.at(-1) === value) past.pop(); // a stroke that changed nothing
      pen = null;
    });
  }

  const at = () => cursor[1] * side + cursor[0];
  const fill = (to) => {
    if (squares[at()] === to) return;
    past.push(value);
    squares[at()] = to;
    kind.draw(squares);
    tell(kind.write(squares));
  };
  pad.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) takeBack();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === " ") fill(squares[at()] === tool.fill ? 0 : tool.fill);
    else if (event.key in MOVES) {
      if (event.shiftKey) fill(tool.fill);
      cursor = cursor.map((now, axis) => Math.min(side - 1, Math.max(0, now + MOVES[event.key][axis])));
      if (event.shiftKey) fill(tool.fill);
    } else return;
    event.preventDefault();
    showCursor();
    if (event.key.toLowerCase() !== "z") where.textContent = `Row ${cursor[1] + 1}, column ${cursor[0] + 1}: ${kind.words(squares[at()])}.`;
  });
  const showCursor = () => cursor.forEach((now, axis) => mark.setAttribute("xy"[axis], now));
  showCursor();

  const choices = kind.tools.map((each, k) => {
    const input = element("input", { type: "radio", id: `${id}-tool-${k}`, name: `${id}-tool`, checked: k === kind.first, ...OWN_KEYS });
    input.addEventListener("change", () => { tool = each; });
    return element("label", { for: input.id }, input, each.name);
  });
  const name = element("span", { id: `${id}-label` }, control.label);
  const tools = element("div", { class: "ck-tools", role: "radiogroup", "aria-label": "Draw with" }, ...choices);
  const buttons = element("div", { class: "ck-pad-buttons" }, undo, clear, ...more);
  const row = element("div", { class: `ck-control ck-board ck-${control.kind}`, role: "group", "aria-labelledby": name.id }, name, pad, tools, buttons, help, where);
  undo.setAttribute("aria-disabled", true);
  put("");
  const show = (now) => {
    if (pen || now === value) return; // the reader is drawing, or it is there already
    value = now;
    put(now);
  };
  return [row, show];
}

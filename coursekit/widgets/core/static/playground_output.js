// The playground's output: the surface over the plane with the data on it, where the learner may put points of their own, and
// the curves of the losses.
import { OWN_KEYS, element } from "./dom.js";
import { paint } from "./paint.js";
import { heat, pressable, shown } from "./playground_network.js";

const DOT = 3.6; // CSS pixels, the radius of a point
const STEPS_ACROSS = 24; // presses of an arrow key from one side of the plane to the other
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const DRAW_HELP = "Click or tap to put a point, drag to put several. Keys: arrows move the cross, Space puts a point, Delete takes away the nearest.";

/** A dot of the class −1 or 1, or with a number between; filled for training, hollow for test. */
function dot(g, theme, x, y, value, filled) {
  const colour = value < 0 ? theme.negative : theme.positive;
  g.beginPath();
  if (value < 0) g.rect(x - 0.9 * DOT, y - 0.9 * DOT, 1.8 * DOT, 1.8 * DOT);
  else g.arc(x, y, DOT, 0, 2 * Math.PI);
  g.lineWidth = filled ? 1.2 : 1.8;
  g.fillStyle = filled ? colour : theme.paper;
  g.strokeStyle = filled ? theme.paper : colour;
  g.globalAlpha = filled ? Math.max(0.35, Math.min(1, Math.abs(value))) : 1; // on a plane to be fitted, pale is near 0
  g.fill();
  g.globalAlpha = 1;
  g.stroke();
}

/** Draw points (x, y, value, is test) on a canvas of some pixels across that shows −limit to limit. */
export function dots(canvas, points, limit, theme, size) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(size * ratio);
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  const place = (value) => ((value + limit) / (2 * limit)) * size;
  for (const test of [1, 0]) {
    for (const [x, y, value, held] of points) if ((held ?? 0) === test) dot(g, theme, place(x), size - place(y), value, !test);
  }
}

const counted = (n) => `${n} ${n === 1 ? "point" : "points"}.`;

export class OutputView {
  /** `act` has set(values) for the learner's points, and waitsFor(name); `spec` is the playground's. */
  constructor(spec, act, base) {
    Object.assign(this, { spec, act, base, kind: 1, cursor: [0, 0], points: [] });
    this.surface = element("canvas", { class: "ck-surface", width: spec.side, height: spec.side, "aria-hidden": "true" });
    this.data = element("canvas", { class: "ck-dots", "aria-hidden": "true" });
    this.cross = element("div", { class: "ck-cross", "aria-hidden": "true" });
    this.tip = element("div", { class: "ck-tip", hidden: true, "aria-hidden": "true" });
    this.plane = element("div", { class: "ck-plane", id: `${base}-plane`, role: "img", "aria-label": "Output of the network over the plane" }, this.surface, this.data, this.cross, this.tip);
    this.said = element("p", { class: "ck-where", role: "status" });
    this.help = element("p", { class: "ck-help", id: `${base}-drawhelp` }, DRAW_HELP);
    this.tools = element("div", { class: "ck-draw", hidden: true }, this.kinds(), this.buttons(), this.help);
    this.legend = element("p", { class: "ck-legend" });
    this.numbers = element("p", { class: "ck-losses" });
    this.curve = element("canvas", { class: "ck-curve", role: "img", "aria-label": "" });
    this.root = element("div", { class: "ck-part ck-output", role: "group", "aria-label": "Output" }, this.plane, this.legend, this.tools, this.said, this.numbers, this.curve);
    this.plane.addEventListener("pointerdown", (event) => this.press(event));
    this.plane.addEventListener("pointermove", (event) => (this.pen ? this.press(event) : this.hover(event)));
    this.plane.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    for (const end of ["pointerup", "pointercancel"]) this.plane.addEventListener(end, () => { this.pen = null; });
    this.plane.addEventListener("keydown", (event) => this.key(event));
  }

  kinds() {
    const options = [[1, "blue circles"], [-1, "orange squares"]].map(([kind, text]) => {
      const input = element("input", { type: "radio", id: `${this.base}-kind${kind}`, name: `${this.base}-kind`, checked: kind === 1, ...OWN_KEYS });
      input.addEventListener("change", () => { this.kind = kind; });
      return element("label", { for: input.id }, input, text);
    });
    return element("fieldset", { class: "ck-control ck-choice" }, element("legend", {}, "Draw"), ...options);
  }

  buttons() {
    const undo = pressable("Take back", null, () => this.give(this.points.slice(0, -1), "The last point is taken back."));
    const clear = pressable("Clear", null, () => this.give([], "The plane is empty."));
    return element("div", { class: "ck-pad-buttons" }, undo, clear);
  }

  get limit() {
    return this.spec.limit;
  }

  /** Show the data of a state, and whether the learner draws. */
  build(structure) {
    this.structure = structure;
    this.drawing = structure.drawing;
    if (!this.act.waitsFor("points")) this.points = structure.drawn;
    this.tools.hidden = !this.drawing;
    this.plane.setAttribute("role", this.drawing ? "application" : "img");
    for (const [name, value] of Object.entries({ tabindex: "0", "aria-roledescription": "plane to draw on", "aria-describedby": this.help.id, ...OWN_KEYS })) {
      if (this.drawing) this.plane.setAttribute(name, value);
      else this.plane.removeAttribute(name);
    }
    this.plane.classList.toggle("ck-drawing", this.drawing);
    if (!this.drawing) this.said.textContent = "";
    const groups = structure.regression ? "blue circles above 0, orange squares below" : "blue circles against orange squares";
    this.legend.textContent = `${groups[0].toUpperCase()}${groups.slice(1)}. Filled: training, hollow: test.`;
  }

  give(points, said) {
    this.points = points;
    this.act.set({ points: points.map(([x, y, kind]) => [x, y, kind > 0 ? 1 : 0]) });
    if (this.theme) dots(this.data, points, this.limit, this.theme, this.size);
    this.said.textContent = said;
  }

  put(x, y) {
    if (this.points.length >= this.spec.most) this.said.textContent = `There is room for ${this.spec.most} points; take some back first.`;
    else this.give([...this.points, [x, y, this.kind]], counted(this.points.length + 1));
  }

  /** A place of the pointer, in units of the plane, to two decimals. */
  place(event) {
    const box = this.plane.getBoundingClientRect();
    const scale = (share) => Math.round(100 * Math.max(-1, Math.min(1, 2 * share - 1)) * this.limit) / 100;
    return [scale((event.clientX - box.left) / box.width), scale(1 - (event.clientY - box.top) / box.height)];
  }

  press(event) {
    if (!this.drawing || (event.type === "pointerdown" && event.button !== 0)) return;
    const [x, y] = this.place(event);
    if (event.type === "pointerdown") {
      try { this.plane.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone already has put its point */ }
    } else if (Math.hypot(x - this.pen[0], y - this.pen[1]) < this.limit / 12) return;
    this.pen = [x, y];
    this.put(x, y);
  }

  key(event) {
    if (!this.drawing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) {
      const step = (2 * this.limit) / STEPS_ACROSS;
      this.cursor = this.cursor.map((now, axis) => Math.round(100 * Math.max(-this.limit, Math.min(this.limit, now + step * ARROWS[event.key][axis]))) / 100);
      this.said.textContent = `Cross at (${this.cursor.map(shown).join(", ")}).`;
    } else if (event.key === " " || event.key === "Enter") this.put(...this.cursor);
    else if (event.key === "Delete" || event.key === "Backspace") {
      const far = ([x, y]) => Math.hypot(x - this.cursor[0], y - this.cursor[1]);
      const nearest = this.points.reduce((best, point) => (best && far(best) <= far(point) ? best : point), null);
      if (nearest) this.give(this.points.filter((point) => point !== nearest), counted(this.points.length - 1));
    } else return;
    event.preventDefault();
    this.moveCross();
  }

  moveCross() {
    this.cross.style.left = `${(50 * (this.cursor[0] + this.limit)) / this.limit}%`;
    this.cross.style.top = `${(50 * (this.limit - this.cursor[1])) / this.limit}%`;
  }

  hover(event) {
    if (!this.frame || event.pointerType === "touch") return;
    const [x, y] = this.place(event);
    const { side } = this.spec;
    const cell = (value) => Math.min(side - 1, Math.floor(((value + this.limit) / (2 * this.limit)) * side));
    const level = this.frame.maps[this.frame.maps.length - side * side + cell(y) * side + cell(x)] / 127.5 - 1;
    this.tip.hidden = false;
    this.tip.textContent = `output ${shown(level)} at (${shown(x)}, ${shown(y)})`;
    const box = this.plane.getBoundingClientRect();
    this.tip.style.left = `${Math.min(event.clientX - box.left + 10, Math.max(0, box.width - this.tip.offsetWidth - 2))}px`;
    this.tip.style.top = `${event.clientY - box.top + 14 + this.tip.offsetHeight > box.height ? event.clientY - box.top - 28 : event.clientY - box.top + 14}px`;
  }

  /** Draw the points; they change with the data, the width and the theme only. */
  layout(theme) {
    this.theme = theme;
    this.size = this.plane.clientWidth;
    this.width = this.root.clientWidth;
    this.drawn = "";
    if (this.size > 0) dots(this.data, this.drawing ? this.marked() : this.structure.points, this.limit, theme, this.size);
    this.moveCross();
  }

  /** The learner's points, as the data say which of them are held back for the test. */
  marked() {
    return this.structure.points.length === this.points.length ? this.structure.points : this.points;
  }

  update(frame, theme) {
    this.frame = frame;
    const { side } = this.spec;
    heat(this.surface, frame.maps.subarray(frame.maps.length - side * side), side, theme);
    const { epochs, train, test } = frame.history;
    const drawn = `${epochs.length} ${epochs.at(-1)} ${train.at(-1)} ${this.width}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const last = Math.max(1, epochs.at(-1) ?? 1);
    const top = Math.max(0.05, ...train.slice(0, 400), ...test.slice(0, 400).filter(Number.isFinite)) * 1.08;
    const line = (y, role, dashed) => ({ kind: "Line", x: epochs, y, role, width: 2, dashed });
    const marks = [line(test, "accent", true), line(train, "good", false)];
    const panel = { x: [0, last], y: [0, Number.isFinite(top) ? top : 1], axes: true, share: 1, marks, x_label: "epoch", title: "loss: training solid, test dashed" };
    if (this.width > 0) paint(this.curve, { panels: [panel], aspect: this.width / 190 }, theme, this.width);
  }
}

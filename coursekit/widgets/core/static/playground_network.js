// The playground's network: a heat map in every unit, weights as lines, and the panel in which they are edited.
import { OWN_KEYS, element } from "./dom.js";

const TABLES = new Map(); // theme's two colours → the colour of each of the 256 levels of a heat map

/** The 256 colours of a heat map, from `negative` through the paper to `positive`, each the four bytes of a pixel. */
function heatColours({ negative, paper, positive }) {
  const key = `${negative}${paper}${positive}`;
  if (TABLES.has(key)) return TABLES.get(key);
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [low, middle, high] = [negative, paper, positive].map(parts);
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let value = 0; value < 256; value++) {
    const level = value / 127.5 - 1;
    const end = level > 0 ? high : low;
    for (let k = 0; k < 3; k++) bytes[4 * value + k] = middle[k] + (end[k] - middle[k]) * Math.abs(level);
    bytes[4 * value + 3] = 255;
  }
  TABLES.set(key, new Uint32Array(bytes.buffer));
  return TABLES.get(key);
}

/** Fill a canvas `side` pixels wide with heat maps above each other, the first row of the first at the bottom. */
export function heat(canvas, levels, side, theme) {
  const colours = heatColours(theme);
  const rows = levels.length / side;
  if (canvas.heatImage?.height !== rows) {
    canvas.heatImage = new ImageData(side, rows);
    canvas.height = rows;
  }
  const image = canvas.heatImage;
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * side, (rows - 1 - row) * side];
    for (let column = 0; column < side; column++) pixels[to + column] = colours[levels[from + column]];
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** Have a picture show what is drawn on a canvas of its own; the page then has one canvas less to look after in every frame. */
export function still(picture, draw) {
  const canvas = document.createElement("canvas");
  draw(canvas);
  picture.src = canvas.toDataURL();
}

/** A number for people: three significant digits, a true minus sign. */
export function shown(value) {
  if (!Number.isFinite(value)) return "not a number";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const text = (size < 0.001 || size >= 10000) ? value.toExponential(0).replace("e+", "e") : value.toFixed(size < 10 ? (size < 0.1 ? 4 : 2) : 1);
  return text.replaceAll("-", "−");
}

/** A button with a name for those who do not see its sign, or see only that. */
export function pressable(sign, name, press, attributes = {}) {
  const made = element("button", { type: "button", ...(name ? { "aria-label": name, title: name } : {}), ...OWN_KEYS, ...attributes }, sign);
  made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && press());
  return made;
}

const UNIT = { least: 22, most: 42 }; // CSS pixels of a unit's side

export class NetworkView {
  /** `act` has set(values), weight(layer, unit, source, value); `spec` is the playground's. */
  constructor(spec, act, base) {
    Object.assign(this, { spec, act, base });
    this.columns = element("div", { class: "ck-columns" });
    this.wires = element("canvas", { class: "ck-wires", "aria-hidden": "true" });
    this.maps = new OffscreenCanvas(spec.side, spec.side); // of all units; one canvas on the page costs less than one for each
    this.tip = element("div", { class: "ck-tip", hidden: true, "aria-hidden": "true" });
    this.help = element("p", { class: "ck-help", id: `${base}-nethelp` }, [
      "Each line is a weight: blue and solid above 0, orange and dashed below, and the wider the larger. The bar under a layer shows how large its gradient is.",
      spec.hide.includes("features") ? "" : " Click an input to switch it on or off.",
      ` Choose a unit to read ${spec.hide.includes("weights") ? "" : "or change "}the weights that go into it. Keys: arrows move from unit to unit, Enter opens the weights.`,
    ].join(""));
    this.net = element("div", { class: "ck-net" }, this.wires, this.columns, this.tip);
    this.panel = element("div", { class: "ck-weights", hidden: true, role: "group" });
    this.layers = element("div", { class: "ck-layer-bar" });
    this.root = element("div", { class: "ck-part ck-network", role: "group", "aria-label": "Network" }, this.layers, this.net, this.panel, this.help);
    this.selected = null; // [layer, unit] whose weights are open
    this.current = [0, 0]; // the unit that Tab leads to
    this.net.addEventListener("pointermove", (event) => this.hover(event));
    this.net.addEventListener("pointerleave", () => { this.tip.hidden = true; this.near = null; this.draw(); });
    this.net.addEventListener("click", (event) => event.target.closest("button") || (this.hover(event), this.near && this.open(this.near.layer, this.near.unit, this.near.source)));
    this.columns.addEventListener("keydown", (event) => this.move(event));
  }

  /** Build the columns of a network; the keyboard's place stays where it was, if that is still there. */
  build(structure) {
    const at = this.root.getRootNode().activeElement?.dataset?.key;
    this.structure = structure;
    this.laidOut = false; // the lines still are those of the network before
    const { features, hidden } = structure;
    this.sources = features.filter((feature) => feature.on);
    const { hide } = this.spec;
    const count = hidden.length;
    const change = (layers) => this.act.set({ [this.spec.layers]: layers });
    this.layers.replaceChildren();
    if (!hide.includes(this.spec.layers)) {
      const remove = pressable("−", "Remove the last hidden layer", () => change(hidden.slice(0, -1)), { "data-key": "layer-remove", "aria-disabled": count === 0 && "true" });
      const add = pressable("+", "Add a hidden layer", () => change([...hidden, Math.min(4, hidden.at(-1) ?? 4)]), { "data-key": "layer-add", "aria-disabled": count >= 6 && "true" });
      this.layers.append(remove, add);
    }
    this.layers.append(element("span", {}, count === 1 ? "1 hidden layer" : `${count || "no"} hidden layers`));
    this.featureButtons = features.map((feature) => {
      const picture = element("img", { alt: "" });
      const made = pressable("", `Input ${feature.spoken}`, () => this.toggle(feature.name), { class: "ck-feature", "aria-pressed": String(feature.on), "data-key": `feature-${feature.name}` });
      made.append(element("span", {}, feature.label), picture);
      if (hide.includes("features")) made.setAttribute("aria-disabled", "true");
      return { made, picture, feature };
    });
    const visible = this.featureButtons.filter(({ feature }) => feature.on || !hide.includes("features"));
    const inputs = element("div", { class: "ck-column ck-inputs" }, this.head("inputs"), element("div", { class: "ck-units" }, ...visible.map(({ made }) => made)), element("div", { class: "ck-thermo ck-thermo-name" }, "gradient"));
    this.units = [];
    const hiddenColumns = hidden.map((size, layer) => {
      const sized = (units) => change(hidden.map((old, k) => (k === layer ? units : old)));
      const remove = pressable("−", `Remove a unit from hidden layer ${layer + 1}`, () => sized(size - 1), { "data-key": `remove-${layer}`, "aria-disabled": size <= 1 && "true" });
      const add = pressable("+", `Add a unit to hidden layer ${layer + 1}`, () => sized(size + 1), { "data-key": `add-${layer}`, "aria-disabled": size >= 8 && "true" });
      return this.column(layer, size, hide.includes(this.spec.layers) ? [String(size)] : [remove, add]);
    });
    this.columns.replaceChildren(inputs, ...hiddenColumns, this.column(count, 1, ["output"]));
    if (this.selected && !this.units[this.selected[0]]?.[this.selected[1]]) this.close();
    else if (this.selected) this.open(...this.selected, null);
    this.focusable();
    if (at) (this.root.querySelector(`[data-key="${at}"]`) ?? this.root.querySelector("[data-key=layer-add], .ck-unit"))?.focus();
  }

  head(...children) {
    return element("div", { class: "ck-head" }, ...children);
  }

  column(layer, size, head) {
    const units = [];
    for (let unit = 0; unit < size; unit++) {
      const made = pressable("", this.name(layer, unit), () => this.open(layer, unit, null), { class: "ck-unit", tabindex: "-1", "aria-describedby": this.help.id, "data-key": `unit-${layer}-${unit}` });
      const frame = element("span", { class: "ck-map" });
      made.append(frame);
      units.push({ made, frame });
    }
    this.units.push(units);
    const bar = element("i", {});
    const number = element("span", {});
    const thermo = element("div", { class: "ck-thermo" }, element("div", { class: "ck-thermo-tube" }, bar), number);
    Object.assign(units, { bar, number, thermo });
    return element("div", { class: "ck-column" }, this.head(...head), element("div", { class: "ck-units" }, ...units.map(({ made }) => made)), thermo);
  }

  /** A unit's name, as a screen reader says it. */
  name(layer, unit) {
    return layer === this.structure.hidden.length ? "Output unit" : `Unit ${unit + 1} of hidden layer ${layer + 1}`;
  }

  toggle(name) {
    const on = this.structure.features.filter((feature) => feature.on !== (feature.name === name)).map((feature) => feature.name);
    this.act.set({ features: on });
  }

  /** Move the keyboard's place with the arrow keys. */
  move(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(".ck-unit")) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [, layer, unit] = event.target.dataset.key.split("-").map(Number);
    const to = Math.min(this.units.length - 1, Math.max(0, layer + step[0]));
    this.current = [to, Math.min(this.units[to].length - 1, Math.max(0, unit + step[1]))];
    this.focusable().focus();
  }

  focusable() {
    const layer = Math.min(this.current[0], this.units.length - 1);
    this.current = [layer, Math.min(this.current[1], this.units[layer].length - 1)];
    this.units.flat().forEach(({ made }) => { made.tabIndex = -1; });
    const { made } = this.units[layer][this.current[1]];
    made.tabIndex = 0;
    return made;
  }

  /** The names of what goes into a unit of a layer, its bias last. */
  sourcesOf(layer) {
    const names = layer === 0 ? this.sources.map((feature) => feature.label) : this.units[layer - 1].map((_, k) => `unit ${k + 1}`);
    return [...names, "bias"];
  }

  /** Open the weights into a unit; the field of `source`, if one is given, gets the keyboard. */
  open(layer, unit, source) {
    this.selected = this.current = [layer, unit];
    this.focusable();
    const title = element("b", {}, `Weights into ${this.name(layer, unit).replace(/^./, (letter) => letter.toLowerCase())}`);
    const back = () => { const { made } = this.units[layer][unit]; this.close(); made.focus(); };
    const fixed = this.spec.hide.includes("weights");
    this.fields = this.sourcesOf(layer).map((name, k) => {
      const id = `${this.base}-weight-${k}`;
      const input = element("input", { type: "number", step: "0.1", id, readonly: fixed, ...OWN_KEYS });
      input.addEventListener("input", () => Number.isFinite(input.valueAsNumber) && this.act.weight(layer, unit, name === "bias" ? null : k, input.valueAsNumber));
      input.addEventListener("focus", () => this.draw());
      input.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), event.stopPropagation(), back()));
      return { input, row: element("div", { class: "ck-weight" }, element("label", { for: id }, name === "bias" ? name : `from ${name}`), input) };
    });
    const close = pressable("Close", "Close the weights", back);
    this.panel.setAttribute("aria-label", title.textContent);
    this.panel.replaceChildren(element("div", { class: "ck-weights-head" }, title, close), element("div", { class: "ck-weights-list" }, ...this.fields.map(({ row }) => row)));
    this.panel.hidden = false;
    if (this.frame) this.update(this.frame, this.theme);
    if (source != null) { this.fields[source].input.focus(); this.fields[source].input.select(); }
  }

  close() {
    this.selected = null;
    this.panel.hidden = true;
    if (this.frame) this.update(this.frame, this.theme);
  }

  /** Weights of one layer: `at(unit, source)`, its biases after its last source. */
  weightsOf(layer) {
    const sources = layer === 0 ? this.sources.length : this.units[layer - 1].length;
    let start = 0;
    for (let k = 0; k < layer; k++) start += this.units[k].length * ((k === 0 ? this.sources.length : this.units[k - 1].length) + 1);
    const size = this.units[layer].length;
    return (unit, source) => this.frame.weights[start + unit * (sources + 1) + source];
  }

  /** Show a frame; numbers, which nobody reads as fast as they change, only where they are to be `legible`. */
  update(frame, theme, legible = true) {
    Object.assign(this, { frame, theme });
    heat(this.maps, frame.maps, this.spec.side, theme);
    if (legible) this.updateUnits(frame);
    this.draw();
  }

  /** Show all that is not drawn but written: gradients, dead units, the numbers of the weights. */
  updateUnits(frame) {
    this.units.forEach((units, layer) => {
      units.forEach(({ made }, unit) => {
        const dead = frame.dead[layer]?.includes(unit) ?? false;
        if (made.classList.contains("ck-dead") !== dead) {
          made.classList.toggle("ck-dead", dead);
          made.setAttribute("aria-label", `${this.name(layer, unit)}${dead ? ", dead: slope 0 at every training point" : ""}`);
          made.title = made.getAttribute("aria-label");
        }
        made.classList.toggle("ck-selected", this.selected?.[0] === layer && this.selected?.[1] === unit);
      });
      const size = frame.gradients[layer] ?? 0;
      const height = size > 0 ? Math.min(1, Math.max(0.03, (Math.log10(size) + 6) / 7)) : 0;
      units.bar.style.width = `${Math.round(100 * height)}%`;
      const text = size >= 0.01 && size < 10 ? size.toFixed(2) : size > 0 ? size.toExponential(0).replace("e+", "e").replace("-", "−") : "0"; // four letters fit under a unit
      if (units.number.textContent !== text) units.number.textContent = text;
    });
    if (this.selected) {
      const at = this.weightsOf(this.selected[0]);
      const focused = this.root.getRootNode().activeElement;
      this.fields.forEach(({ input }, source) => {
        const text = String(Math.round(1e4 * at(this.selected[1], source)) / 1e4);
        if (input !== focused && input.value !== text) input.value = text;
      });
    }
  }

  /** Draw the heat maps of the features, which no training changes. */
  paintFeatures(theme) {
    this.featureButtons.forEach(({ picture, feature }) => still(picture, (canvas) => {
      canvas.width = this.spec.side;
      heat(canvas, feature.map, this.spec.side, theme);
    }));
  }

  /** Fit the units to the width, and find out where everything stands. */
  layout(width) {
    this.width = width;
    const column = width / (this.units.length + 1.7);
    this.net.style.setProperty("--unit", `${Math.max(UNIT.least, Math.min(UNIT.most, Math.floor(column * 0.66)))}px`);
    const box = this.net.getBoundingClientRect();
    const ends = (made) => {
      const at = made.getBoundingClientRect();
      return { left: at.left - box.left, right: at.right - box.left, y: at.top - box.top + at.height / 2 };
    };
    this.places = this.units.flat().map(({ frame }) => {
      const at = frame.getBoundingClientRect();
      return [at.left - box.left + 2, at.top - box.top + 2, at.width - 4, at.height - 4]; // within its border
    });
    const layers = [this.featureButtons.filter(({ feature }) => feature.on), ...this.units].map((units) => units.map(({ made }) => ends(made)));
    this.lines = [];
    for (let layer = 0; layer < this.units.length; layer++) {
      layers[layer + 1].forEach((to, unit) => layers[layer].forEach((from, source) => {
        this.lines.push({ layer, unit, source, x0: from.right, y0: from.y, x1: to.left, y1: to.y });
      }));
    }
    const ratio = window.devicePixelRatio || 1;
    this.wires.width = Math.round(box.width * ratio);
    this.wires.height = Math.round(box.height * ratio);
    this.laidOut = true;
  }

  /** Draw the weights, and every unit's heat map in its place. */
  draw() {
    if (!this.laidOut || !this.frame) return;
    const g = this.wires.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, this.wires.width, this.wires.height);
    const focused = this.root.getRootNode().activeElement;
    const field = this.selected && !this.panel.hidden ? this.fields.findIndex(({ input }) => input === focused) : -1;
    let layer = -1;
    let at;
    for (const line of this.lines) {
      if (line.layer !== layer) at = this.weightsOf((layer = line.layer));
      const weight = at(line.unit, line.source);
      const mine = this.selected?.[0] === line.layer && this.selected[1] === line.unit;
      const marked = this.near === line || (mine && field === line.source);
      const middle = (line.x0 + line.x1) / 2;
      g.globalAlpha = marked ? 1 : this.selected && !mine ? 0.25 : 0.85;
      g.strokeStyle = marked ? this.theme.ink : weight < 0 ? this.theme.negative : this.theme.positive;
      g.lineWidth = 0.6 + 1.9 * Math.min(4, Math.abs(weight)) + (marked ? 1.5 : 0);
      g.setLineDash(weight < 0 ? [7, 4] : []);
      g.beginPath();
      g.moveTo(line.x0, line.y0);
      g.bezierCurveTo(middle, line.y0, middle, line.y1, line.x1, line.y1);
      g.stroke();
    }
    g.globalAlpha = 1;
    g.setLineDash([]);
    const { side } = this.spec;
    this.places.forEach((place, k) => g.drawImage(this.maps, 0, (this.places.length - 1 - k) * side, side, side, ...place));
  }

  /** Find the line under the pointer, and say its weight beside it. */
  hover(event) {
    if (!this.laidOut || !this.frame) return;
    const box = this.net.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [near, best] = [null, 7];
    for (const line of this.lines) {
      if (x < line.x0 || x > line.x1) continue;
      for (let t = 0; t <= 1; t += 1 / 32) {
        const bend = t * t * (3 - 2 * t);
        const at = line.x0 + (line.x1 - line.x0) * (1.5 * t - 1.5 * t * t + t * t * t);
        const apart = Math.hypot(at - x, line.y0 + (line.y1 - line.y0) * bend - y);
        if (apart < best) [near, best] = [line, apart];
      }
    }
    if (near !== this.near) { this.near = near; this.draw(); }
    this.net.style.cursor = near ? "pointer" : "";
    this.tip.hidden = !near;
    if (!near) return;
    const from = this.sourcesOf(near.layer)[near.source];
    this.tip.textContent = `${from} → ${this.name(near.layer, near.unit)}: ${shown(this.weightsOf(near.layer)(near.unit, near.source))}`;
    this.tip.style.left = `${Math.min(x + 10, Math.max(0, box.width - this.tip.offsetWidth - 2))}px`;
    this.tip.style.top = `${y + 14}px`;
  }
}

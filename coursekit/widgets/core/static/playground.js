// The playground in the browser: a network that trains while the reader watches. The messages are listed in
// ../../playground/messages.py.
//
// The page pulls: it asks for the training of a few frames, two requests under way at most, and shows one in each frame of the
// display. A message costs the kernel as much as a frame does. What the reader does is told at once, and what was to be shown
// before it is dropped. Nothing is asked for while the page is hidden or the widget out of sight, and a closed page stops it all.
import { CONTROL } from "./controls.js";
import { HOW_TO_RUN, OWN_KEYS, element, nonBreaking, passKeysOn } from "./dom.js";
import { themeOf } from "./paint.js";
import { NetworkView, pressable, still } from "./playground_network.js";
import { OutputView, dots } from "./playground_output.js";

const REQUESTS = 2; // under way at most
const FRAMES = 4; // that a request asks for
const WAIT = 4000; // ms without a reply before the reader is told
const NO_ANSWER = `No answer from Python yet. If a cell is still running, wait for it. Otherwise the kernel has stopped: ${HOW_TO_RUN}.`;
const SPOKEN_AFTER = 150; // ms at rest before the words change
const IN_TRAINING = "It is training. Pause, and its state is put in words here.";
const LEGIBLE = 100; // ms between two changes of a number in training

/** Read a frame: its header, and the arrays that it takes from the front of `bytes`. */
function frameOf(header, bytes, side) {
  const [maps, weights, curves, features] = bytes.splice(0, header.structure ? 4 : 3);
  const floats = (part) => new Float32Array(part.slice().buffer);
  const history = floats(curves);
  const n = history.length / 3;
  const frame = {
    ...header, maps, weights: floats(weights),
    history: { epochs: history.subarray(0, n), train: history.subarray(n, 2 * n), test: history.subarray(2 * n) },
  };
  header.structure?.features.forEach((feature, k) => { feature.map = features.slice(k * side * side, (k + 1) * side * side); });
  return frame;
}

/** One for each playground on a page: what the kernel last sent, and whether it trains; shared by all views of it. */
class Trainer {
  constructor(model) {
    this.model = model;
    this.spec = model.get("_spec").playground;
    this.views = new Set();
    this.queue = []; // what the reader did and the kernel has not been told
    this.underWay = []; // what it has been told and not replied to, in this order
    this.coming = []; // frames of the training that have yet to be shown
    this.batch = 1; // frames in the newest reply: a second request is only under way while replies are small
    this.playing = false;
    this.pace = this.spec.paces[this.spec.pace][0];
    this.asking = this.spec.predict;
    model.on("msg:custom", (message, buffers) => this.receive(message, buffers ?? []));
    this.tell({ type: "set_state", values: {}, full: true });
  }

  /** Tell the kernel what the reader did; of a slider in a drag only the newest value. */
  tell(message) {
    this.say("");
    const last = this.queue.at(-1);
    const key = ({ type, layer, unit, source }) => `${type} ${layer} ${unit} ${source}`;
    if (last && key(last) === key(message) && message.type !== "train") {
      this.queue[this.queue.length - 1] = { ...last, ...message, ...(message.values ? { values: { ...last.values, ...message.values } } : {}) };
    } else this.queue.push(message);
    this.send();
  }

  set(values) {
    this.tell({ type: "set_state", values });
  }

  /** Whether a value that the reader set is still on its way: a frame that comes now shows an older one. */
  waitsFor(name) {
    return [...this.underWay, ...this.queue].some(({ values }) => values && name in values);
  }

  weight(layer, unit, source, value) {
    this.tell({ type: "set_weight", layer, unit, source, value });
  }

  send() {
    while (this.queue.length && this.underWay.length < REQUESTS) this.post(this.queue.shift());
  }

  post(message) {
    try {
      this.underWay.push(message);
      this.model.send(message);
    } catch {
      this.giveUp();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(), WAIT);
  }

  giveUp() {
    this.underWay = [];
    this.playing = false; // what the reader did meanwhile waits in the queue: a kernel that was only busy does it yet
    this.refresh();
    this.say(NO_ANSWER);
  }

  /** Say something in a sentence that stays until the reader does something else. */
  say(text) {
    this.note = text;
    for (const view of this.views) view.showNote(text);
  }

  play() {
    if (this.playing || this.frame?.diverged) return;
    this.playing = true;
    this.say("");
    this.refresh();
    this.tick();
  }

  /** Stop training; words and line come with the frame that this asks for. */
  pause() {
    if (this.playing) this.tell({ type: "set_state", values: {} });
    this.playing = false;
    this.coming = [];
    this.refresh();
  }

  refresh() {
    for (const view of this.views) view.update();
  }

  /** Once a frame of the display: show the next frame, and ask for more while it trains and is seen. */
  tick() {
    if (this.ticking) return;
    this.ticking = requestAnimationFrame(() => {
      this.ticking = null;
      const seen = [...this.views].some((view) => view.seen);
      if (seen && this.coming.length > 0) this.take(this.coming.shift());
      if (this.stale) {
        this.stale = false;
        this.refresh();
      }
      const enough = this.underWay.length >= REQUESTS || this.coming.length + this.batch * this.underWay.length >= FRAMES;
      if (!this.playing || !seen || this.queue.length > 0 || enough) return; // the next reply goes on
      this.post({ type: "train", pace: this.pace, frames: FRAMES, pauses: this.frame?.pauses });
      this.tick();
    });
  }

  receive(message, buffers) {
    const asked = message.reply ? this.underWay.shift() : null;
    if (message.reply) {
      clearTimeout(this.timer);
      if (this.underWay.length > 0) this.timer = setTimeout(() => this.giveUp(), WAIT);
    }
    if (message.type === "frames") {
      const bytes = buffers.map((part) => (ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part)));
      this.coming.push(...message.frames.map((header) => frameOf(header, bytes, this.spec.side)));
      this.batch = message.frames.length;
      if (!this.playing || asked?.type !== "train") this.take(this.coming.splice(0).at(-1)); // show it at once
      this.tick();
    } else if (message.type === "code") this.views.forEach((view) => view.showCode(message.tabs));
    else if (message.type === "error") {
      this.pause();
      this.say(message.message);
    }
    this.send();
  }

  take(frame) {
    if (frame.structure) this.structure = { ...frame.structure, version: frame.version };
    else if (frame.version !== this.structure?.version) return this.tell({ type: "set_state", values: {}, full: true });
    const { pauses, words, line } = this.frame ?? {};
    this.frame = { words, line, ...frame }; // a frame in training leaves out what costs more
    if (frame.pauses !== pauses) this.pause();
    if (this.playing) this.say(frame.remark); // at rest the words say it, and a note of what went wrong stays
    else if (this.note === NO_ANSWER) this.say("");
    this.stale = true;
    this.tick();
  }
}

/** Write a text where another one stands. */
const put = (node, text) => node.textContent !== text && (node.textContent = text);

/** A setting that is one of a list, shown as a menu; a value from elsewhere joins the list. */
function menu(control, id, set) {
  const select = element("select", { id, ...OWN_KEYS });
  const add = (value, text) => select.append(element("option", { value: String(value) }, text));
  control.options.forEach(([value, text]) => add(value, text));
  const kept = new Map(control.options.map(([value]) => [String(value), value]));
  select.addEventListener("change", () => set(kept.get(select.value)));
  const show = (value) => {
    if (!kept.has(String(value))) {
      kept.set(String(value), value);
      add(value, String(value));
    }
    if (select.value !== String(value)) select.value = String(value);
  };
  return [element("div", { class: "ck-control ck-menu" }, element("label", { for: id }, control.label), select), show];
}

class PlayView {
  constructor(trainer, el) {
    this.trainer = trainer;
    const { spec, model } = { spec: trainer.spec, model: trainer.model };
    this.spec = spec;
    const { title, goal } = model.get("_spec");
    this.base = `ck-${Math.random().toString(36).slice(2)}`; // every widget on a page has its own copy of this module
    this.network = new NetworkView(spec, trainer, this.base);
    this.output = new OutputView(spec, trainer, this.base);
    this.settings = spec.settings.filter(({ name }) => !spec.hide.includes(name)).map((control) => {
      const make = control.kind === "menu" ? menu : CONTROL[control.kind];
      const [row, show] = make(control, `${this.base}-${control.name}`, (value) => trainer.set({ [control.name]: value }));
      return { ...control, row, show };
    });
    const group = (name) => this.settings.filter((control) => control.group === name).map(({ row }) => row);
    const heading = element("p", { class: "ck-title", id: `${this.base}-title` }, title);
    this.words = element("p", { class: "ck-words", "aria-live": "polite" });
    this.note = element("p", { class: "ck-note", role: "status" });
    this.printed = element("pre", { tabindex: "0", "aria-label": "What your functions printed last", ...OWN_KEYS });
    this.prints = element("div", { class: "ck-printed", hidden: true }, element("p", {}, "Your functions printed, in the last steps:"), this.printed);
    this.root = element("div", { class: "coursekit ck-widget ck-play", role: "group", "aria-labelledby": heading.id }, heading, element("p", { class: "ck-goal" }, nonBreaking(goal)));
    const data = element("div", { class: "ck-part ck-data", role: "group", "aria-label": "Data" }, ...this.dataSets(), ...group("data"));
    const board = element("div", { class: "ck-parts" }, data, this.network.root, this.output.root);
    const training = element("div", { class: "ck-settings" }, ...group("training"));
    const more = group("more");
    this.more = element("details", { class: "ck-more", hidden: more.length === 0 }, element("summary", { ...OWN_KEYS }, "More settings"), element("div", { class: "ck-settings" }, ...more));
    this.root.append(this.transport(), ...this.goals(), this.alarm(), this.question(), training, board, this.more, this.words, this.note, this.prints, ...this.foot());
    passKeysOn(this.root);
    el.append(this.root);
  }

  /** What a mission asks for, each with what there is now. */
  goals() {
    this.goalRows = this.spec.goals.map((text) => {
      const mark = element("span", { class: "ck-mark", "aria-hidden": "true" }, "○");
      const now = element("span", { class: "ck-now" });
      return { mark, now, row: element("li", {}, mark, `${text} `, now) };
    });
    this.reached = element("p", { class: "ck-reached", role: "status" });
    return this.goalRows.length ? [element("ul", { class: "ck-goals", "aria-label": "The mission" }, ...this.goalRows.map(({ row }) => row)), this.reached] : [];
  }

  transport() {
    const { trainer, spec } = this;
    this.playButton = pressable("Play", null, () => this.playOrPause(), { class: "ck-main" });
    const step = pressable("Step", null, () => { trainer.pause(); trainer.tell({ type: "train", pace: "step" }); }, { title: "One batch" });
    const rewind = pressable("Rewind", null, () => { trainer.pause(); trainer.tell({ type: "rewind" }); }, { title: "Back to the same start" });
    this.epoch = element("span", { class: "ck-epoch" });
    const parts = [rewind, this.playButton, step, this.epoch];
    if (!spec.hide.includes("speed")) {
      const [row, show] = menu({ label: "speed", options: spec.paces }, `${this.base}-pace`, (pace) => { trainer.pace = pace; });
      show(trainer.pace);
      parts.push(row);
    }
    if (!spec.hide.includes("predict")) {
      const [row, show] = CONTROL.toggle({ label: "let me predict first" }, `${this.base}-ask`, (on) => { trainer.asking = on; });
      show(trainer.asking);
      parts.push(row);
    }
    return element("div", { class: "ck-transport", role: "group", "aria-label": "Training" }, ...parts);
  }

  playOrPause() {
    const { trainer } = this;
    if (trainer.playing) return trainer.pause();
    if (trainer.asking && trainer.frame?.ask && this.ask.hidden) {
      this.ask.hidden = false;
      this.ask.querySelector("button").focus();
    } else trainer.play();
  }

  question() {
    this.asked = element("p", {});
    const answer = (text, said) => pressable(text, null, () => {
      this.ask.hidden = true;
      this.playButton.focus();
      this.trainer.tell({ type: "predict", said });
      this.trainer.play();
    });
    this.ask = element("div", { class: "ck-ask", role: "group", "aria-label": "Your prediction", hidden: true }, this.asked, element("div", { class: "ck-pad-buttons" }, answer("Yes", true), answer("No", false)));
    this.verdict = element("p", { class: "ck-verdict-line", role: "status" });
    return element("div", { class: "ck-predict" }, this.ask, this.verdict);
  }

  alarm() {
    this.alarmText = element("span", {});
    const back = pressable("Back to the last good step", null, () => { this.playButton.focus(); this.trainer.tell({ type: "back" }); });
    this.alarmRow = element("div", { class: "ck-alarm", role: "alert", hidden: true }, this.alarmText, back);
    return this.alarmRow;
  }

  /** The data sets as pictures to choose from. */
  dataSets() {
    this.pictures = [];
    if (this.spec.hide.includes(this.spec.data)) return [];
    const name = `${this.base}-data`;
    const cards = this.spec.datasets.map(({ name: value, label, points }) => {
      const input = element("input", { type: "radio", name, id: `${name}-${value}`, ...OWN_KEYS });
      input.addEventListener("change", () => this.trainer.set({ [this.spec.data]: value }));
      const picture = element("img", { alt: "" });
      this.pictures.push({ value, input, picture, points });
      return element("label", { for: input.id, class: "ck-set" }, input, picture, element("span", {}, label));
    });
    return [element("fieldset", { class: "ck-sets" }, element("legend", {}, "data"), ...cards)];
  }

  foot() {
    const { trainer, spec } = this;
    this.cost = element("span", { class: "ck-cost" });
    const foot = element("div", { class: "ck-foot" });
    const parts = [foot];
    if (!spec.hide.includes("code")) {
      const tab = (name, text) => pressable(text, null, () => this.openCode(name), { "aria-expanded": "false", "aria-controls": `${this.base}-code` });
      this.tabs = { engine: tab("engine", "Show me the code"), pytorch: tab("pytorch", "The same in PyTorch") };
      this.code = element("pre", { class: "ck-code", id: `${this.base}-code`, tabindex: "0", "aria-label": "The code of this state", hidden: true, ...OWN_KEYS });
      foot.append(...Object.values(this.tabs));
      parts.push(this.code);
    }
    foot.append(this.cost);
    if (!spec.hide.includes("line")) {
      const id = `${this.base}-line`;
      this.line = element("input", { type: "text", id, spellcheck: "false", autocomplete: "off", ...OWN_KEYS });
      const copy = pressable("Copy", "Copy the line", () => this.copyLine());
      const load = pressable("Load", "Load the line", () => {
        const line = this.line.value; // before a pause brings the present one
        trainer.pause();
        trainer.tell({ type: "load_line", line });
      });
      this.line.addEventListener("input", () => { this.typed = true; }); // from now on it is the reader's
      this.line.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && load.click());
      parts.push(element("div", { class: "ck-line" }, element("label", { for: id }, "This playground as one line"), this.line, copy, load));
    }
    return parts;
  }

  async copyLine() {
    this.line.select();
    try {
      await navigator.clipboard.writeText(this.line.value);
      this.showNote("Copied. Paste it into anybody's playground, and press Load.");
    } catch {
      this.showNote("The browser does not let this page copy. The line is selected: copy it with Ctrl + C.");
    }
  }

  openCode(name) {
    this.openTab = this.openTab === name ? null : name;
    for (const [each, button] of Object.entries(this.tabs)) button.setAttribute("aria-expanded", String(each === this.openTab));
    this.code.hidden = !this.openTab;
    if (this.openTab) this.trainer.model.send({ type: "get_code" });
  }

  showCode(tabs) {
    if (this.openTab) this.code.textContent = tabs[this.openTab];
  }

  showNote(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  attach() {
    const { trainer } = this;
    trainer.views.add(this);
    const resize = new ResizeObserver(() => { this.built = null; this.update(); });
    resize.observe(this.root);
    const theme = new MutationObserver(() => {
      this.theme = null;
      requestAnimationFrame(() => { this.built = null; this.update(); }); // JupyterLab hides the page while it changes themes
    });
    theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
    const sight = new IntersectionObserver((entries) => {
      this.seen = entries.at(-1).isIntersecting;
      if (this.seen) trainer.tick();
    });
    sight.observe(this.root);
    this.update();
    return () => {
      trainer.views.delete(this);
      for (const observer of [resize, theme, sight]) observer.disconnect();
    };
  }

  update() {
    const { frame, structure, playing } = this.trainer;
    if (!frame || this.root.clientWidth === 0) return;
    if (this.structure !== structure) {
      this.structure = structure;
      this.built = null;
      this.network.build(structure);
      this.output.build(structure);
      for (const { name, row, show } of this.settings) {
        row.hidden = structure.idle.includes(name);
        if (!this.trainer.waitsFor(name)) show(structure.settings[name]);
      }
      if (!this.trainer.waitsFor(this.spec.data)) for (const { value, input } of this.pictures) input.checked = value === structure.settings[this.spec.data];
    }
    this.theme ??= themeOf(this.root);
    if (!this.built) {
      this.built = true;
      this.network.layout(this.network.net.clientWidth);
      this.network.paintFeatures(this.theme);
      this.output.layout(this.theme);
      for (const { picture, points } of this.pictures) still(picture, (canvas) => dots(canvas, points, this.spec.limit, this.theme, 46));
    }
    const now = performance.now();
    const legible = !playing || !(now - this.written < LEGIBLE);
    this.network.update(frame, this.theme, legible);
    this.output.update(frame, this.theme);
    put(this.playButton, playing ? "Pause" : "Play");
    put(this.epoch, frame.clock);
    if (!legible) return;
    this.written = now;
    this.showState(frame, playing);
  }

  showState(frame, playing) {
    put(this.output.numbers, nonBreaking(frame.numbers));
    put(this.cost, this.structure.cost);
    put(this.asked, frame.ask ?? "");
    if (!frame.ask) this.ask.hidden = true;
    put(this.verdict, frame.verdict ?? "");
    put(this.printed, frame.printed);
    this.prints.hidden = !frame.printed;
    put(this.alarmText, frame.diverged ?? "");
    this.alarmRow.hidden = !frame.diverged;
    this.goalRows.forEach(({ mark, now, row }, k) => {
      const [met, text] = frame.goals[k];
      row.classList.toggle("ck-met", met);
      put(mark, met ? "✓" : "○");
      put(now, `now:\u00a0${text}`);
    });
    put(this.reached, frame.reached ?? "");
    if (frame.line !== this.shownLine) {
      this.shownLine = frame.line;
      this.typed = false;
    }
    if (this.line && !this.typed && this.line.value !== frame.line) this.line.value = frame.line ?? "";
    clearTimeout(this.speaking);
    if (playing) put(this.words, IN_TRAINING);
    else this.speaking = setTimeout(() => this.speak(frame), SPOKEN_AFTER);
  }

  speak(frame) {
    this.words.textContent = nonBreaking(frame.words);
    this.output.plane.setAttribute("aria-label", frame.words);
    this.output.curve.setAttribute("aria-label", `Losses over the epochs: ${frame.numbers}`);
    if (this.openTab) this.trainer.model.send({ type: "get_code" });
  }
}

// `initialize` and `render` are handed different proxies of one model; its spec is the same object for both.
const trainers = new WeakMap();

export default {
  initialize({ model }) {
    trainers.set(model.get("_spec"), new Trainer(model));
  },
  render({ model, el }) {
    return new PlayView(trainers.get(model.get("_spec")), el).attach();
  },
};

// Any coursekit widget in the browser: native controls, a canvas that shows what the kernel computed,
// the same in words, and the code that rebuilds the present state.
//
// The browser asks, the kernel answers: two requests under way hide the round trip, and only the newest
// wish is kept while both are busy, so a drag never builds a backlog.
//
// A film is a control whose pictures have all been sent: it moves here, and the kernel is only told where it stands.
import { CONTROL } from "./controls.js";
import { HOW_TO_RUN, OWN_KEYS, element, goOn, whole } from "./dom.js";
import { paint, themeOf, unpack } from "./paint.js";

const IN_FLIGHT = 2;
const PATIENCE = 4000; // ms without an answer before the reader is told
const LOST = `No answer from Python yet. If a cell is still running, wait for it. Otherwise the kernel has stopped: ${HOW_TO_RUN}.`;

/** One a widget and page: what the kernel last sent, shared by all views of the widget. */
class Client {
  constructor(model) {
    this.model = model;
    this.views = new Set();
    this.values = {};
    this.inFlight = 0;
    this.wanted = null; // the newest wish, not yet sent
    this.own = {}; // what the reader set and the kernel has not confirmed yet
    this.frame = -1;
    const spec = model.get("_spec");
    this.reel = spec.controls.find((control) => control.name === spec.film);
    this.progress = 1; // of a computation that takes time; the browser pulls it on, piece by piece
    this.stopped = false;
    model.on("msg:custom", (message, buffers) => this.receive(message, buffers));
    this.ask({}, true);
  }

  ask(wish, full = false) {
    if (this.film) {
      wish = { [this.reel.name]: this.values[this.reel.name], ...wish };
      if (Object.keys(wish).length === 1) return this.roll(wish[this.reel.name], true);
    }
    this.wanted = { ...this.wanted, ...wish };
    this.own = { ...this.own, ...wish };
    this.full ||= full;
    if (Object.keys(wish).length > 0) this.stopped = false; // another state is another computation
    this.send();
    for (const view of this.views) view.showBusy();
  }

  /** Whether Python has yet to answer what the reader did. */
  get asked() {
    return this.wanted !== null || Object.keys(this.own).length > 0;
  }

  /** Stop a computation that takes time, or go on with it. */
  halt(stopped) {
    this.stopped = stopped;
    this.go = !stopped && this.progress < 1;
    for (const view of this.views) view.showProgress();
    this.send();
  }

  send() {
    if ((this.wanted === null && !this.go) || this.inFlight >= IN_FLIGHT) return;
    this.inFlight++;
    const sent = this.post({ wish: this.wanted ?? {}, full: this.full ?? false, go: this.go ?? false });
    this.wanted = null;
    this.full = false;
    this.go = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(), sent ? PATIENCE : 0);
  }

  /** Hand a message to the kernel; false where the page knows already that its kernel is gone. */
  post(message) {
    try {
      this.model.send(message);
      return true;
    } catch {
      return false;
    }
  }

  giveUp() {
    this.inFlight = 0; // a kernel that was only busy may still answer; the next move asks again
    for (const view of this.views) {
      view.tell(LOST);
      view.showBusy(false);
    }
  }

  receive(message, buffers) {
    if (message.answers) {
      this.inFlight = Math.max(0, this.inFlight - 1);
      if (this.inFlight === 0) clearTimeout(this.timer);
      if (this.inFlight === 0 && this.wanted === null) this.own = {};
    }
    if (message.problem !== undefined) for (const view of this.views) view.complain(message.problem);
    if (message.code !== undefined) for (const view of this.views) view.showCode(message.code);
    if (message.scene !== undefined) this.show(message, buffers[0]);
    if (message.film !== undefined) this.load(message, buffers);
    if (message.moved !== undefined && this.film) this.roll(message.moved, false);
    this.send();
  }

  load(message, buffers) {
    let before;
    this.film = message.film.map((meta, k) => (before = unpack(meta, buffers[k], before)));
    this.values = { ...message.values, ...this.own };
    this.hidden = new Set(message.hidden);
    this.cost = message.cost;
    this.roll(this.values[this.reel.name], false);
  }

  /** Show the frame of a value; `tell` lets the kernel know, once the hand rests. */
  roll(value, tell) {
    this.values[this.reel.name] = value;
    this.scene = this.film[Math.round((value - this.reel.min) / this.reel.step)];
    this.idle = !tell;
    for (const view of this.views) view.update();
    clearTimeout(this.resting);
    if (tell) this.resting = setTimeout(() => this.report(), 120);
  }

  report() {
    clearTimeout(this.resting);
    this.post({ moved: this.values[this.reel.name] });
    for (const view of this.views) view.askCode();
  }

  show(message, buffer) {
    if (message.base !== null && message.base !== this.frame) return this.ask({}, true); // a frame was missed
    this.frame = message.frame;
    this.scene = unpack(message.scene, buffer, this.scene);
    this.values = { ...message.values, ...this.own };
    this.hidden = new Set(message.hidden);
    this.cost = message.cost;
    this.progress = message.progress;
    this.go = this.progress < 1 && !this.stopped;
    this.idle = this.wanted === null && this.inFlight === 0 && !this.go;
    for (const view of this.views) view.update();
  }
}

class View {
  constructor(client, el) {
    this.client = client;
    const spec = client.model.get("_spec");
    const base = `ck-${Math.random().toString(36).slice(2)}`; // every widget on a page runs its own copy of this module
    this.canvas = element("canvas", { role: "img", "aria-label": "", "aria-busy": "true" });
    this.stage = element("div", { class: "ck-stage" }, this.canvas);
    this.words = element("p", { class: "ck-words", "aria-live": "polite" });
    this.bar = element("progress", { max: 1, "aria-label": "How much is computed" });
    this.stop = element("button", { type: "button", ...OWN_KEYS }, "Stop");
    this.stop.addEventListener("click", () => client.halt(!client.stopped));
    this.running = element("div", { class: "ck-running", hidden: true }, this.bar, this.stop);
    this.note = element("p", { class: "ck-note", role: "status" });
    this.code = element("pre", { class: "ck-code", tabindex: "0", "aria-label": "The code of this state", hidden: true, ...OWN_KEYS });
    this.codeButton = element("button", { type: "button", "aria-expanded": "false", ...OWN_KEYS }, "Show me the code");
    this.codeButton.addEventListener("click", () => this.toggleCode());
    const again = element("button", { type: "button", ...OWN_KEYS }, "Start again");
    again.addEventListener("click", () => client.ask(spec.start));
    this.controls = spec.controls.map((control) => {
      const [row, show] = CONTROL[control.kind](control, `${base}-${control.name}`, (value) => client.ask({ [control.name]: value }));
      return { ...control, row, show };
    });
    const title = element("p", { class: "ck-title", id: `${base}-title` }, spec.title);
    const root = element("div", { class: "coursekit ck-widget", role: "group", "aria-labelledby": title.id }, title);
    if (spec.goal) root.append(element("p", { class: "ck-goal" }, spec.goal));
    const controls = element("div", { class: "ck-controls" }, ...this.controls.map((control) => control.row));
    this.cost = element("span", { class: "ck-cost" });
    const foot = element("div", { class: "ck-foot" }, this.codeButton, again, this.cost);
    const moving = spec.controls.length > 0; // a still picture has no state to rebuild
    root.append(this.stage, ...(moving ? [controls] : []), this.running, this.words, this.note, ...(moving ? [foot, this.code] : []));
    goOn(root);
    el.append(root);
    this.root = root;
  }

  attach() {
    this.client.views.add(this);
    const resize = new ResizeObserver(() => this.draw());
    resize.observe(this.stage);
    // JupyterLab hides the page for a moment while it changes themes: read the colours when it is back.
    const theme = new MutationObserver(() => {
      this.theme = null;
      requestAnimationFrame(() => this.draw());
    });
    theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
    if (this.client.scene) this.update();
    return () => {
      this.client.views.delete(this);
      resize.disconnect();
      theme.disconnect();
    };
  }

  draw() {
    const width = this.stage.clientWidth;
    if (!this.client.scene || width === 0) return;
    if (width !== this.width) this.words.style.minHeight = ""; // other lines fit into another width
    this.width = width;
    this.theme ??= themeOf(this.root);
    paint(this.canvas, this.client.scene, this.theme, width);
  }

  update() {
    const { scene, values, hidden, idle } = this.client;
    for (const control of this.controls) {
      control.row.hidden = hidden.has(control.name);
      if (values[control.name] !== undefined) control.show(values[control.name]);
    }
    this.showProgress();
    this.draw();
    this.canvas.setAttribute("aria-label", whole(scene.words));
    // A screen reader should hear where a drag ended, not every place it passed.
    clearTimeout(this.speaking);
    this.showBusy(true);
    this.speaking = setTimeout(() => this.speak(), idle ? 0 : 150);
    this.cost.textContent = this.client.cost;
    this.tell("");
    if (idle && !this.client.film) this.askCode();
  }

  askCode() {
    if (!this.code.hidden && !this.client.post({ code: true })) this.tell(LOST);
  }

  showProgress() {
    const { progress, stopped } = this.client;
    this.bar.value = progress;
    this.stop.textContent = stopped ? "Go on" : "Stop";
    const focused = document.activeElement === this.stop;
    this.running.hidden = progress >= 1;
    if (focused && progress >= 1) this.codeButton.focus(); // what is hidden loses the keyboard's place
  }

  speak() {
    this.words.textContent = whole(this.client.scene.words);
    // The box grows and never shrinks, so that the page below does not jump while a slider moves.
    const room = `${this.words.offsetHeight}px`;
    if (this.words.style.minHeight !== room) this.words.style.minHeight = room; // each write costs a layout of the page
    this.showBusy();
  }

  /** Tell a screen reader, and whoever waits, whether picture and words are still to change. */
  showBusy(busy = this.client.asked) {
    if (this.canvas.ariaBusy !== String(busy)) this.canvas.ariaBusy = String(busy);
  }

  complain(problem) {
    this.tell(problem);
    this.showBusy();
  }

  tell(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  toggleCode() {
    this.code.hidden = !this.code.hidden;
    this.codeButton.setAttribute("aria-expanded", String(!this.code.hidden));
    this.codeButton.textContent = this.code.hidden ? "Show me the code" : "Hide the code";
    if (this.client.film) this.client.report();
    else this.askCode();
  }

  showCode(text) {
    this.code.textContent = text;
  }
}

// `initialize` and `render` are handed different proxies of one model; its spec is the same object for both.
const clients = new WeakMap();

export default {
  initialize({ model }) {
    clients.set(model.get("_spec"), new Client(model));
  },
  render({ model, el }) {
    return new View(clients.get(model.get("_spec")), el).attach();
  },
};

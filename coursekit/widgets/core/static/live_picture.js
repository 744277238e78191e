// Any live picture of coursekit in the browser: native controls, a canvas that shows what the kernel computed,
// the same in words, and the code that rebuilds the present state. The messages are listed in ../protocol.py.
//
// The page asks and the kernel replies: two requests under way hide the round trip, and only the newest values are
// kept while both are busy, so a drag never builds a backlog.
//
// Where all pictures of a control have been sent (its frames), they change here, and the kernel is only told the
// position.
import { CONTROL } from "./controls.js";
import { HOW_TO_RUN, OWN_KEYS, PATIENCE, element, nonBreaking, passKeysOn } from "./dom.js";
import { paint, themeOf, unpack } from "./paint.js";

const IN_FLIGHT = 2;
const NO_PICTURE = `No answer from Python yet. If a cell is still running, wait for it. Otherwise the kernel has stopped: ${HOW_TO_RUN}.`;

/** One for each widget on a page: what the kernel last sent, shared by all views of the widget. */
export class Client {
  constructor(model) {
    this.model = model;
    this.views = new Set();
    this.values = {};
    this.inFlight = 0;
    this.pending = null; // the newest values, not yet sent
    this.unconfirmed = {}; // what the reader set and the kernel has not confirmed yet
    this.version = -1;
    const spec = model.get("_spec");
    this.frameControl = spec.controls.find((control) => control.name === spec.frames_of);
    this.progress = 1; // of a computation that takes time; the page pulls it on, piece by piece
    this.stopped = false;
    model.on("msg:custom", (message, buffers) => this.receive(message, buffers));
  }

  /** Take the picture that came with the cell's output, or ask for one: the answer waits until all cells have run. */
  begin() {
    if (this.scene || this.inFlight) return;
    const [message, buffers] = this.model.get("_first") ?? [];
    if (message) this.receive(message, buffers);
    else this.setState({}, true);
  }

  /** Ask the kernel for the picture of new values; where frames can show them, show those. */
  setState(values, full = false) {
    if (this.frames) {
      const { name } = this.frameControl;
      values = { [name]: this.values[name], ...values };
      if (Object.keys(values).length === 1) return this.showFrame(values[name], true);
    }
    this.pending = { ...this.pending, ...values };
    this.unconfirmed = { ...this.unconfirmed, ...values };
    this.full ||= full;
    if (Object.keys(values).length > 0) this.stopped = false; // another state is another computation
    this.send();
    for (const view of this.views) view.showBusy();
  }

  /** Whether Python has yet to reply to what the reader did. */
  get waiting() {
    return this.pending !== null || Object.keys(this.unconfirmed).length > 0;
  }

  /** Stop a computation that takes time, or go on with it. */
  setStopped(stopped) {
    this.stopped = stopped;
    this.advance = !stopped && this.progress < 1;
    for (const view of this.views) view.showProgress();
    this.send();
  }

  send() {
    if ((this.pending === null && !this.advance) || this.inFlight >= IN_FLIGHT) return;
    this.inFlight++;
    const { pending, full, advance } = this;
    const sent = this.post({ type: "set_state", values: pending ?? {}, full: full ?? false, advance: advance ?? false });
    this.pending = null;
    this.full = false;
    this.advance = false;
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
    this.inFlight = 0; // a kernel that was only busy may still reply; the next move asks again
    for (const view of this.views) {
      view.showNote(NO_PICTURE);
      view.showBusy(false);
    }
  }

  receive(message, buffers) {
    if (message.reply) {
      this.inFlight = Math.max(0, this.inFlight - 1);
      if (this.inFlight === 0) clearTimeout(this.timer);
      if (this.inFlight === 0 && this.pending === null) this.unconfirmed = {};
    }
    const handle = RECEIVE_PICTURE[message.type];
    if (handle) handle(this, message, buffers ?? []);
    else this.showError(`The kernel sent a message of an unknown type, ${message.type}; reload the page.`);
    this.send();
  }

  showError(text) {
    for (const view of this.views) view.showError(text);
  }

  /** Take over the state that came with a picture. */
  accept(message) {
    this.values = { ...message.values, ...this.unconfirmed };
    this.hidden = new Set(message.hidden);
    this.cost = message.cost;
  }

  /** Show the frame of a value; `report` lets the kernel know, once the slider rests. */
  showFrame(value, report) {
    this.values[this.frameControl.name] = value;
    this.scene = this.frames[Math.round((value - this.frameControl.min) / this.frameControl.step)];
    this.idle = !report;
    for (const view of this.views) view.update();
    clearTimeout(this.resting);
    if (report) this.resting = setTimeout(() => this.reportPosition(), 120);
  }

  reportPosition() {
    clearTimeout(this.resting);
    this.post({ type: "frame_position", value: this.values[this.frameControl.name] });
    for (const view of this.views) view.getCode();
  }
}

/** What to do with each type of message from the kernel. */
const RECEIVE_PICTURE = {
  scene(client, message, [buffer]) {
    if (message.base != null && message.base !== client.version) return client.setState({}, true); // one was missed
    client.version = message.version;
    client.scene = unpack(message.scene, buffer, client.scene);
    client.accept(message);
    client.progress = message.progress;
    client.advance = client.progress < 1 && !client.stopped;
    client.idle = client.pending === null && client.inFlight === 0 && !client.advance;
    for (const view of client.views) view.update();
  },
  frames(client, message, buffers) {
    let before;
    client.frames = message.frames.map((meta, k) => (before = unpack(meta, buffers[k], before)));
    client.accept(message);
    client.showFrame(client.values[client.frameControl.name], false);
  },
  frame_position(client, message) {
    if (client.frames) client.showFrame(message.value, false);
  },
  code(client, message) {
    for (const view of client.views) view.showCode(message.code);
  },
  error(client, message) {
    client.showError(message.message);
  },
};

export class View {
  constructor(client, el) {
    this.client = client;
    const spec = client.model.get("_spec");
    const base = `ck-${Math.random().toString(36).slice(2)}`; // every widget on a page has its own copy of this module
    this.canvas = element("canvas", { role: "img", "aria-label": "", "aria-busy": "true" });
    this.stage = element("div", { class: "ck-stage" }, this.canvas);
    this.words = element("p", { class: "ck-words", "aria-live": "polite" });
    this.bar = element("progress", { max: 1, "aria-label": "How much is computed" });
    this.stop = element("button", { type: "button", ...OWN_KEYS }, "Stop");
    this.stop.addEventListener("click", () => client.setStopped(!client.stopped));
    this.running = element("div", { class: "ck-running", hidden: true }, this.bar, this.stop);
    this.note = element("p", { class: "ck-note", role: "status" });
    this.code = element("pre", { class: "ck-code", tabindex: "0", "aria-label": "The code of this state", hidden: true, ...OWN_KEYS });
    this.codeButton = element("button", { type: "button", "aria-expanded": "false", ...OWN_KEYS }, "Show me the code");
    this.codeButton.addEventListener("click", () => this.toggleCode());
    const again = element("button", { type: "button", ...OWN_KEYS }, "Start again");
    again.addEventListener("click", () => client.setState(spec.start));
    this.controls = spec.controls.map((control) => {
      const [row, show] = CONTROL[control.kind](control, `${base}-${control.name}`, (value) => client.setState({ [control.name]: value }));
      return { ...control, row, show };
    });
    const title = element("p", { class: "ck-title", id: `${base}-title` }, spec.title);
    const root = element("div", { class: "coursekit ck-widget", role: "group", "aria-labelledby": title.id }, title);
    if (spec.goal) root.append(element("p", { class: "ck-goal" }, nonBreaking(spec.goal)));
    const controls = element("div", { class: "ck-controls" }, ...this.controls.map((control) => control.row));
    this.cost = element("span", { class: "ck-cost" });
    const foot = element("div", { class: "ck-foot" }, this.codeButton, again, this.cost);
    const moving = spec.controls.length > 0; // a still picture has no state to rebuild
    root.append(this.stage, ...(moving ? [controls] : []), this.running, this.words, this.note, ...(moving ? [foot, this.code] : []));
    passKeysOn(root);
    el.append(root);
    this.root = root;
  }

  attach() {
    this.client.views.add(this);
    this.client.begin();
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
    paint(this.canvas, this.client.scene, this.theme, width, { stack: true });
  }

  update() {
    const { scene, values, hidden, idle } = this.client;
    for (const control of this.controls) {
      control.row.hidden = hidden.has(control.name);
      if (values[control.name] != null) control.show(values[control.name]);
    }
    this.showProgress();
    this.draw();
    this.canvas.setAttribute("aria-label", nonBreaking(scene.words));
    // A screen reader should hear where a drag ended, not every place it passed.
    clearTimeout(this.speaking);
    this.showBusy(true);
    this.speaking = setTimeout(() => this.speak(), idle ? 0 : 150);
    this.cost.textContent = this.client.cost;
    this.showNote("");
    if (idle && !this.client.frames) this.getCode();
  }

  getCode() {
    if (!this.code.hidden && !this.client.post({ type: "get_code" })) this.showNote(NO_PICTURE);
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
    this.words.textContent = nonBreaking(this.client.scene.words);
    // The box grows and never shrinks, so that the page below does not jump while a slider moves.
    const room = `${this.words.offsetHeight}px`;
    if (this.words.style.minHeight !== room) this.words.style.minHeight = room; // each write costs a layout of the page
    this.showBusy();
  }

  /** Tell a screen reader, and whoever waits, whether picture and words are still to change. */
  showBusy(busy = this.client.waiting) {
    if (this.canvas.ariaBusy !== String(busy)) this.canvas.ariaBusy = String(busy);
  }

  showError(text) {
    this.showNote(text);
    this.showBusy();
  }

  showNote(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  toggleCode() {
    this.code.hidden = !this.code.hidden;
    this.codeButton.setAttribute("aria-expanded", String(!this.code.hidden));
    this.codeButton.textContent = this.code.hidden ? "Show me the code" : "Hide the code";
    if (this.client.frames) this.client.reportPosition();
    else this.getCode();
  }

  showCode(text) {
    this.code.textContent = text;
  }
}

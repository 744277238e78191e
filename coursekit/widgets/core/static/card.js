// A question card. The kernel marks; the page holds no key. Everything works by keyboard, and every
// verdict is a word beside its colour, in a region that a screen reader speaks.
import { ANSWERS } from "./answers.js";
import { HOW_TO_RUN, OWN_KEYS, PATIENCE, badge, element, paragraphs, passKeysOn } from "./dom.js";

const LOST = `If a cell is still running, wait for it. Otherwise the kernel has stopped: ${HOW_TO_RUN}. Your choice is kept.`;

const DRAFTS = "coursekit draft ";
const OWNER = /^([0-9a-f]+)\.(\d+)$/; // a learner's folder, and how often the question was reset there

const PAGE = (globalThis.coursekitDrafts ??= new Map()); // for a browser that keeps nothing (private windows, a full store)

/** An answer that was entered but not marked yet: it outlives the kernel, the cell's output and the tab. */
class Draft {
  constructor({ drafts, name, seed }) {
    this.key = `${DRAFTS}${drafts} ${name} ${seed}`;
    this.lasts = Boolean(drafts);
    this.inStore((store) => {
      for (const key of Object.keys(store)) if (isOutdated(key, drafts, name)) store.removeItem(key);
    });
  }

  read() {
    const kept = this.lasts && this.inStore((store) => store.getItem(this.key));
    return this.parsed(kept || PAGE.get(this.key));
  }

  write(answer) {
    const text = answer == null ? "" : JSON.stringify(answer);
    PAGE.set(this.key, text);
    if (this.lasts) this.inStore((store) => (text ? store.setItem(this.key, text) : store.removeItem(this.key)));
  }

  parsed(text) {
    try {
      return JSON.parse(text || "null");
    } catch {
      return null; // somebody else's
    }
  }

  inStore(use) {
    try {
      return use(localStorage);
    } catch {
      return null; // refused, or full
    }
  }
}

/** Whether a key holds a draft from before a reset of this question, or one that does not say whose it is. */
function isOutdated(key, drafts, name) {
  if (!key.startsWith(DRAFTS)) return false;
  const [owner, question] = key.slice(DRAFTS.length).split(" ");
  const [its, mine] = [OWNER.exec(owner), OWNER.exec(drafts)];
  if (!its || !mine) return !its;
  return its[1] === mine[1] && question === name && Number(its[2]) < Number(mine[2]);
}

class Card {
  constructor(model, el) {
    this.model = model;
    this.question = model.get("_public_view");
    this.draft = new Draft(this.question);
    this.waiting = new Map();
    const base = `ck-${Math.random().toString(36).slice(2)}`; // every card on a page has its own copy of this module
    this.answers = ANSWERS[this.question.kind](this.question, base, () => this.changed(), model);
    this.check = element("button", { type: "submit", class: "ck-main", ...OWN_KEYS });
    this.hintButton = element("button", { type: "button", "aria-expanded": "false", "aria-controls": `${base}-hint`, ...OWN_KEYS }, "Hint");
    this.again = element("button", { type: "button", hidden: true, ...OWN_KEYS }, "Write it again");
    this.hint = element("div", { id: `${base}-hint`, class: "ck-hint", "aria-live": "polite" });
    this.before = element("p", { class: "ck-before" });
    this.status = element("div", { role: "status" });
    this.verdict = element("div", { class: "ck-verdict" }, this.before, this.status);
    // Asked before its lesson, a question is a guess: its hint would give the lesson away.
    const hints = this.question.marked ? [this.hintButton] : [];
    const actions = element("div", { class: "ck-actions" }, this.check, ...hints, this.again);
    const form = element("form", { novalidate: true }, this.answers.group, actions, this.hint, this.verdict);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    // JupyterLab cancels the line break of Enter by a listener on the input itself, and with it a new line in a text
    // and the submission of a form. Stopped on the way down, the event never gets there.
    form.addEventListener("beforeinput", (event) => event.stopPropagation(), { capture: true });
    this.hintButton.addEventListener("click", () => this.toggleHint());
    this.again.addEventListener("click", () => this.startAgain());
    const call = element("p", { class: "ck-call" }, this.question.call);
    this.root = element("div", { class: "coursekit ck-card" }, call, form);
    passKeysOn(this.root);
    el.append(this.root);
    this.restore();
    this.label();
  }

  attach() {
    const receive = (message) => this.receive(message);
    this.model.on("msg:custom", receive);
    const end = this.answers.attach?.(this.root) ?? (() => {});
    return () => {
      this.model.off("msg:custom", receive);
      clearTimeout(this.timer);
      end();
    };
  }

  restore() {
    const earlier = this.model.get("_earlier");
    const draft = this.draft.read();
    if (earlier.verdict) this.showVerdict(earlier, "You answered this before");
    if (draft != null) {
      this.answers.close?.();
      this.answers.restore(draft);
      if (earlier.verdict) this.before.textContent = "Your last answer";
    }
  }

  label() {
    this.check.textContent = this.answers.first ?? (this.question.marked ? "Check" : "Keep my answer");
  }

  changed() {
    this.draft.write(this.answers.read());
    if (this.verdict.dataset.outcome) this.before.textContent = "Your last answer";
  }

  submit() {
    const missing = this.answers.missing();
    if (missing) return this.say("unreadable", missing);
    if (this.answers.first) this.request({ type: "get_model_answer" });
    else this.request({ type: "answer", answer: this.answers.read() });
  }

  /** Send a request. The same one again keeps its id, so a kernel that was only busy marks an answer once. */
  request(request) {
    const key = JSON.stringify(request);
    const id = this.waiting.get(key)?.id ?? `${Date.now()}-${Math.random()}`;
    this.waiting.set(key, { ...request, id });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lost(), PATIENCE);
    try {
      this.model.send({ ...request, id });
    } catch {
      this.lost(); // the page knows already that its kernel is gone
    }
  }

  lost() {
    clearTimeout(this.timer);
    this.say("problem", "No answer from Python.", [LOST]);
  }

  receive(message) {
    if (message.type === "picture") return; // of the widget that the card holds (answers.js)
    const [key, request] = [...this.waiting].find(([, { id }]) => id === message.id) ?? [];
    if (!request) return;
    this.waiting.delete(key);
    if (this.waiting.size === 0) clearTimeout(this.timer);
    const handle = RECEIVE[message.type];
    if (handle) handle(this, message, request);
    else this.showError(`The kernel sent a message of an unknown type, ${message.type}; reload the page.`);
  }

  showError(text) {
    this.say("problem", "That did not work.", [text]);
  }

  showModelAnswer(message) {
    const kept = this.draft.read();
    this.answers.open(message);
    if (kept != null) this.answers.restore(kept);
    this.say("", "");
    this.label();
    this.answers.focusModel();
  }

  showVerdict({ answer, verdict }, before) {
    if (verdict.model_answer && this.answers.first) this.answers.open(verdict.model_answer);
    if (before) this.answers.restore(answer);
    this.answers.mark(verdict, answer);
    this.again.hidden = this.question.kind !== "recall";
    this.say(verdict.outcome, verdict.opening, paragraphs(verdict.feedback));
    this.before.textContent = before;
    this.label();
  }

  /** Put badge, word and text into the region that is read aloud. */
  say(outcome, opening, text = []) {
    this.before.textContent = "";
    this.verdict.dataset.outcome = outcome;
    if (!outcome) return this.status.replaceChildren();
    const line = element("p", { class: "ck-opening" }, badge(outcome), element("span", {}, opening));
    this.status.replaceChildren(line, ...(text.length ? [element("p", { class: "ck-feedback" }, ...text)] : []));
  }

  toggleHint() {
    if (this.hint.childElementCount === 0) return this.request({ type: "get_hint" });
    this.hint.hidden = !this.hint.hidden;
    this.hintButton.setAttribute("aria-expanded", String(!this.hint.hidden));
  }

  showHint(hint) {
    this.hint.replaceChildren(element("strong", {}, "Hint"), element("p", {}, ...paragraphs(hint)));
    this.hintButton.setAttribute("aria-expanded", "true");
    if (this.verdict.dataset.outcome === "problem") this.say("", "");
  }

  startAgain() {
    this.answers.close();
    this.again.hidden = true;
    this.say("", "");
    this.label();
    this.answers.focusText();
  }
}

/** What to do with each type of message from the kernel. */
const RECEIVE = {
  hint: (card, { hint }) => card.showHint(hint),
  model_answer: (card, message) => card.showModelAnswer(message),
  verdict(card, { verdict }, { answer }) {
    if (verdict.outcome !== "unreadable") card.draft.write(null);
    card.showVerdict({ answer, verdict }, "");
  },
  error: (card, { message }) => card.showError(message),
};

export default {
  render({ model, el }) {
    return new Card(model, el).attach();
  },
};

// The part of a question card in which the answer is given, one function a kind of question.
//
// Each returns what the card needs: `group` (a fieldset), `read()` → the answer, `missing()` → what to say while there
// is none, `restore(answer)`, which takes whatever an earlier edition of the question left, and `mark(verdict)`, which
// shows in the group itself what was right.
import { paint, themeOf, unpack } from "./paint.js";
import { curvePad } from "./curve.js";
import { OWN_KEYS, badge, element, paragraphs } from "./dom.js";
import { Client, View } from "./live_picture.js";

const LONG = 100; // letters of a prompt; more of them in bold are hard to read

function fieldset(question, ...children) {
  const legend = element("legend", { class: "ck-prompt" }, ...paragraphs(question.prompt));
  if (legend.textContent.length > LONG) legend.classList.add("ck-long");
  return element("fieldset", { class: "ck-answers" }, legend, ...children);
}

function tag(outcome, word) {
  return element("span", { class: `ck-tag ck-${outcome}` }, badge(outcome), word);
}

const PICKED = { right: "Right", wrong: "Not this one", noted: "Your answer", partly: "Your answer" };

/** Options to pick from; in a predict question each shows its picture. */
function choices(type) {
  return (question, base, changed) => {
    const options = new Map();
    for (const { id, text, picture } of question.choices) {
      const said = element("div", { id: `${base}-${id}-said`, class: "ck-said" });
      const input = element("input", { type, id: `${base}-${id}`, name: base, value: id, "aria-describedby": said.id, ...OWN_KEYS });
      const label = element("label", { for: input.id }, input, element("span", { class: "ck-text" }, ...paragraphs(text)));
      const canvas = picture && element("canvas", { "aria-hidden": "true" });
      if (canvas) label.prepend(canvas);
      const row = element("div", { class: "ck-option" }, label, said);
      input.addEventListener("change", changed);
      options.set(id, { input, row, label, said, canvas, picture });
    }
    const rows = [...options.values()].map((option) => option.row);
    const list = element("div", { class: question.kind === "predict" ? "ck-pictures" : "ck-options" }, ...rows);
    const picked = () => [...options].filter(([, option]) => option.input.checked).map(([id]) => id);
    return {
      group: fieldset(question, list),
      read: () => (type === "radio" ? (picked()[0] ?? null) : picked()),
      missing: () => (picked().length ? "" : type === "radio" ? "Choose an option first." : "Choose at least one option first."),
      restore: (answer) => options.forEach((option, id) => { option.input.checked = [answer].flat().includes(id); }),
      mark(verdict, answer) {
        if (type === "checkbox") options.forEach(({ row, said }) => { said.replaceChildren(); row.classList.remove("ck-tried"); });
        const parts = type === "radio" ? [{ id: answer, outcome: verdict.outcome }] : verdict.parts;
        for (const { id, outcome, feedback } of parts) {
          const option = options.get(id);
          if (!option || !PICKED[outcome]) continue;
          option.row.classList.add("ck-tried");
          option.said.replaceChildren(tag(outcome, PICKED[outcome]));
          if (feedback?.length) option.said.append(element("p", {}, ...paragraphs(feedback)));
        }
      },
      attach: (root) => drawing(root, [...options.values()].filter((option) => option.picture)),
    };
  };
}

/** Paint the pictures now and whenever their width or the theme changes; returns what ends it. */
function drawing(root, options) {
  if (options.length === 0) return () => {};
  const scenes = options.map(({ picture }) => unpack(picture.meta, picture.data, null));
  const draw = () => {
    const theme = themeOf(root);
    options.forEach(({ label, canvas }, k) => {
      const style = getComputedStyle(label);
      const width = label.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (width > 0) paint(canvas, scenes[k], theme, width);
    });
  };
  const resize = new ResizeObserver(draw);
  resize.observe(root);
  // JupyterLab hides the page for a moment while it changes themes: no picture has a width before it is back.
  const theme = new MutationObserver(() => requestAnimationFrame(draw));
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
  return () => {
    resize.disconnect();
    theme.disconnect();
  };
}

function numeric(question, base, changed) {
  const help = element("span", { id: `${base}-help`, class: "ck-help" }, question.help);
  const input = element("input", {
    type: "text", id: `${base}-number`, inputmode: "text", autocomplete: "off", spellcheck: "false",
    "aria-describedby": help.id, ...OWN_KEYS,
  });
  input.addEventListener("input", changed);
  const label = element("label", { for: input.id }, "Your number");
  const unit = question.unit ? [element("span", { class: "ck-unit" }, question.unit)] : [];
  return {
    group: fieldset(question, element("div", { class: "ck-number" }, label, input, ...unit, help)),
    read: () => input.value.trim(),
    missing: () => (input.value.trim() ? "" : "Type a number first."),
    restore: (answer) => { input.value = ["string", "number"].includes(typeof answer) ? answer : ""; },
    mark: (verdict) => input.setAttribute("aria-invalid", verdict.outcome === "unreadable"),
  };
}

function order(question, base, changed) {
  const spoken = element("p", { class: "ck-unseen", role: "status" });
  const list = element("ol", { class: "ck-steps" });
  const rows = new Map();
  const place = (row) => [...list.children].indexOf(row);
  const number = () => {
    [...list.children].forEach((row, k) => {
      row.up.setAttribute("aria-disabled", k === 0); // not `disabled`: that would drop the keyboard's focus
      row.down.setAttribute("aria-disabled", k === list.children.length - 1);
    });
  };
  const move = (row, by, button) => {
    const to = place(row) + by;
    if (to < 0 || to >= list.children.length) return;
    const other = list.children[to];
    if (by < 0) other.before(row);
    else other.after(row);
    button.focus();
    number();
    spoken.textContent = `${row.words}: now ${to + 1} of ${list.children.length}`;
    changed();
  };
  for (const { id, text } of question.choices) {
    const row = element("li", { class: "ck-step" }, element("span", { class: "ck-text" }, ...paragraphs(text)));
    row.words = row.textContent;
    const button = (by, way, arrow) => {
      const made = element("button", { type: "button", "aria-label": `Move “${row.words}” ${way}`, ...OWN_KEYS }, arrow);
      made.addEventListener("click", () => move(row, by, made));
      row.append(made);
      return made;
    };
    row.up = button(-1, "up", "↑");
    row.down = button(1, "down", "↓");
    rows.set(id, row);
    list.append(row);
  }
  number();
  return {
    group: fieldset(question, list, spoken),
    read: () => [...list.children].map((row) => [...rows].find(([, found]) => found === row)[0]),
    missing: () => "",
    restore(answer) {
      [answer].flat().forEach((id) => rows.has(id) && list.append(rows.get(id)));
      number();
    },
    mark: () => {},
  };
}

/** Written from memory; the model answer opens afterwards, with points to tick. */
function recall(question, base, changed) {
  const label = element("label", { for: `${base}-text`, class: "ck-help" }, "In your own words, from memory");
  const text = element("textarea", { id: `${base}-text`, rows: "4", ...OWN_KEYS });
  const model = element("div", { class: "ck-model", hidden: true, tabindex: "-1", ...OWN_KEYS });
  const written = () => text.value.trim();
  const boxes = () => [...model.querySelectorAll("input")];
  const self = {
    group: fieldset(question, label, text, model),
    first: "Show the model answer", // the label of the button until `open` was called
    read: () => ({ text: text.value, points: boxes().filter((box) => box.checked).map((box) => box.value) }),
    missing: () => (written() ? "" : "Write what you remember first; a few words are enough."),
    restore(answer) {
      text.value = answer?.text ?? "";
      boxes().forEach((box) => { box.checked = [answer?.points].flat().includes(box.value); });
    },
    open(modelAnswer) {
      self.first = undefined;
      text.readOnly = true;
      const points = modelAnswer.points.map((point) => {
        const box = element("input", { type: "checkbox", id: `${base}-${point.id}`, value: point.id, ...OWN_KEYS });
        box.addEventListener("change", changed);
        const label = element("label", { for: box.id }, box, element("span", { class: "ck-text" }, ...paragraphs(point.text)));
        return element("div", { class: "ck-option" }, label);
      });
      const legend = element("legend", { class: "ck-sub" }, "Which of these did you write?");
      const answer = element("p", {}, ...paragraphs(modelAnswer.text));
      model.replaceChildren(
        element("p", { class: "ck-sub" }, "Model answer"), answer,
        element("fieldset", { class: "ck-answers ck-options" }, legend, ...points),
      );
      model.hidden = false;
    },
    close() {
      self.first = "Show the model answer";
      text.readOnly = false;
      text.value = "";
      model.hidden = true;
      model.replaceChildren();
    },
    focusText: () => text.focus(),
    focusModel: () => model.focus(),
    mark: () => {},
  };
  text.addEventListener("input", changed);
  return self;
}

/** A live picture to bring into a state. The card's own connection carries its messages (question_card.py). */
function doing(question, base, changed, model) {
  const client = new Client({
    get: (name) => (name === "_spec" ? question.spec : null),
    send: (message) => model.send({ type: "picture", message }),
    on: (name, handle) => model.on(name, ({ type, message }, buffers) => type === "picture" && handle(message, buffers)),
  });
  const stage = element("div", { class: "ck-doing" });
  const view = new View(client, stage);
  view.root.classList.remove("coursekit"); // the card is its frame
  const setState = client.setState.bind(client);
  client.setState = (values, full) => {
    setState(values, full);
    if (Object.keys(values).length) changed();
  };
  return {
    group: fieldset(question, stage),
    read: () => ({ ...question.spec.start, ...client.values, ...client.unconfirmed }),
    missing: () => "",
    restore: (answer) => answer && typeof answer === "object" && setState({ ...question.spec.start, ...answer }),
    attach: () => view.attach(),
    mark: () => {},
  };
}

/** A curve to draw; after a verdict the true one is drawn over it. */
function curve(question, base, changed) {
  let value = "";
  const set = (now) => {
    value = now;
    changed();
  };
  const control = { ...question.pad, label: "Your curve", x_label: question.x_label, y_label: question.y_label };
  const [row, show, compare] = curvePad(control, `${base}-curve`, set);
  const legend = element("p", { class: "ck-help", hidden: true });
  return {
    group: fieldset(question, row, legend),
    read: () => value,
    missing: () => (value ? "" : "Draw your curve first; a guess is welcome."),
    restore(answer) {
      value = /^(?:\.\.|[\da-f]{2})+$/.test(answer) ? answer : "";
      show(value);
    },
    mark({ truth, truth_words: words }) {
      if (!truth) return;
      compare(truth);
      legend.hidden = false;
      legend.textContent = `Your curve is solid, the true one dashed. ${words}`;
    },
  };
}

export const ANSWERS = { single: choices("radio"), predict: choices("radio"), multiple: choices("checkbox"), numeric, order, recall, do: doing, curve };

// The native inputs with which a reader moves a widget, one function a kind of control.
import { curvePad } from "./curve.js";
import { OWN_KEYS, element } from "./dom.js";
import { button } from "./pads.js";
import { painting } from "./painting.js";
import { sketchpad } from "./sketchpad.js";

function format(value, control) {
  const digits = Math.max(0, Math.ceil(-Math.log10(control.step) - 1e-9));
  return value.toFixed(digits).replace("-", "−");
}

/** For each kind of control a function that returns its element, and one that shows a value from the kernel. */
export const CONTROL = {
  painting,
  sketchpad,
  curve: curvePad,

  slider(control, id, set) {
    const output = element("output", { for: id, class: "ck-value" });
    const input = element("input", {
      type: "range", id, min: control.min, max: control.max, step: control.step, ...OWN_KEYS,
    });
    const show = (value) => {
      output.textContent = format(value, control) + (control.unit ? ` ${control.unit}` : "");
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => {
      show(input.valueAsNumber);
      set(input.valueAsNumber);
    });
    const row = element("div", { class: "ck-control ck-slider" }, element("label", { for: id }, control.label), input, output);
    return [row, (value) => { input.value = value; show(value); }];
  },

  number(control, id, set) {
    const input = element("input", { type: "number", id, step: "any", ...OWN_KEYS });
    input.addEventListener("input", () => Number.isFinite(input.valueAsNumber) && set(input.valueAsNumber));
    const row = element("div", { class: "ck-control ck-number" }, element("label", { for: id }, control.label), input);
    if (control.unit) row.append(element("span", {}, control.unit));
    // Not while the reader is typing: the reply to an earlier value would take the digits away.
    return [row, (value) => { if (document.activeElement !== input && input.valueAsNumber !== value) input.value = value; }];
  },

  word(control, id, set) {
    const input = element("input", { type: "text", id, maxlength: control.max, autocomplete: "off", spellcheck: "false", ...OWN_KEYS });
    input.addEventListener("input", () => {
      const kept = [...input.value.toLowerCase()].filter((letter) => control.letters.includes(letter)).join("");
      if (kept !== input.value) input.value = kept;
      set(kept);
    });
    const row = element("div", { class: "ck-control ck-word" }, element("label", { for: id }, control.label), input);
    return [row, (value) => { if (document.activeElement !== input) input.value = value; }]; // as with numbers
  },

  choice(control, id, set) {
    const inputs = control.options.map((option, k) => {
      const input = element("input", { type: "radio", id: `${id}-${k}`, name: id, value: k, ...OWN_KEYS });
      input.addEventListener("change", () => set(option));
      return input;
    });
    const labels = inputs.map((input, k) => element("label", { for: input.id }, input, String(control.options[k])));
    const group = element("fieldset", { class: "ck-control ck-choice" }, element("legend", {}, control.label), ...labels);
    return [group, (value) => inputs.forEach((input, k) => { input.checked = control.options[k] === value; })];
  },

  toggle(control, id, set) {
    const input = element("input", { type: "checkbox", id, ...OWN_KEYS });
    input.addEventListener("change", () => set(input.checked));
    const row = element("div", { class: "ck-control ck-toggle" }, input, element("label", { for: id }, control.label));
    return [row, (value) => { input.checked = value; }];
  },

  stepper(control, id, set) {
    let now = 0;
    const step = (by) => {
      now = Math.min(control.max, Math.max(0, now + by)); // at once: the next press may come before the reply
      set(now);
    };
    const back = element("button", { type: "button", ...OWN_KEYS }, "Back");
    const next = element("button", { type: "button", id, ...OWN_KEYS }, control.label);
    back.addEventListener("click", () => step(-1));
    next.addEventListener("click", () => step(1));
    const row = element("div", { class: "ck-control ck-stepper" }, next, back);
    const show = (value) => {
      now = value;
      back.setAttribute("aria-disabled", value <= 0); // not `disabled`: that would drop the keyboard's focus
      next.setAttribute("aria-disabled", value >= control.max);
    };
    return [row, show];
  },

  path(control, id, set) {
    let now = [];
    const move = (path) => { now = path; set(path); };
    const options = control.options.map((option) => button(String(option), () => now.length < control.max && move([...now, option])));
    const undo = button("Undo", () => now.length && move(now.slice(0, -1)));
    const name = element("span", { id }, control.label);
    const row = element("div", { class: "ck-control ck-path", role: "group", "aria-labelledby": id }, name, ...options, undo);
    const show = (value) => {
      now = value;
      for (const option of options) option.setAttribute("aria-disabled", value.length >= control.max);
      undo.setAttribute("aria-disabled", value.length === 0);
    };
    return [row, show];
  },
};

// Builds elements for widgets and cards: never from markup, always node by node, so that no text can run anything.

// JupyterLab's command mode would take arrow keys, letters and Enter; this attribute on the element itself keeps them.
// It keeps every other shortcut from Lab as well, Ctrl + S among them: passKeysOn gives those back.
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** How to start a kernel; static_card.py says the same in a saved notebook. */
export const HOW_TO_RUN = "run the first cell with code, then this one (click on each, press Shift + Enter)";

/** Milliseconds without a reply before the reader is told. */
export const PATIENCE = 4000;

// Keys that mean something in a field or a slider, with Ctrl or Cmd held down too.
const EDITING = /^(?:[acvxyz ]|Arrow\w+|Home|End|Page\w+|Backspace|Delete|Insert)$/i;
const APPLE = /Mac|iP(?:hone|ad)/.test(globalThis.navigator?.platform ?? "");

/** Whether a key is a shortcut of the notebook or the page, and not the reader's writing in an input. */
function isShortcut(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  const typing = target.matches("textarea, input[type=text], input[type=number]");
  if (/^F\d+$/.test(key)) return true;
  if (EDITING.test(key) && !(shiftKey && /^[acx]$/i.test(key))) return false;
  if (altKey) return !typing; // Alt and AltGr write letters
  return APPLE && typing ? metaKey : ctrlKey || metaKey; // a Mac's Ctrl moves the cursor
}

/**
 * Give the notebook what OWN_KEYS keeps from it and the reader means for it: Ctrl + S, Ctrl + B and the like, Escape
 * out of the part and Ctrl + Enter to run its cell, and Shift + Enter to move on to the next cell. What the notebook
 * does not know, such as F5, stays the browser's.
 */
export function passKeysOn(root) {
  root.addEventListener("keydown", (event) => {
    const cell = root.closest(".jp-Cell");
    if (!cell || event.defaultPrevented || event.isComposing || !event.target.matches("[data-lm-suppress-shortcuts]")) return;
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const plain = !(shiftKey || ctrlKey || metaKey || altKey);
    if (key === "Enter" && shiftKey) {
      if (event.target.matches("textarea")) return;
      event.preventDefault(); // an answer is given by Enter or by its button
      cell.focus();
      press(cell, { key: "ArrowDown", code: "ArrowDown", keyCode: 40, bubbles: true, cancelable: true });
    } else if ((key === "Escape" && plain) || (key === "Enter" && !plain)) {
      event.preventDefault();
      cell.focus(); // where command mode begins
      press(cell, event);
    } else if (isShortcut(event) && press(cell, event)) event.preventDefault(); // else Ctrl + S would save the page, too
  });
}

/** Press a key on a cell; true where the notebook had a use for it. */
function press(cell, key) {
  return !cell.dispatchEvent(new KeyboardEvent("keydown", key));
}

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const PAIR = /\([−+]?[\d.]{0,7}[\p{L}\d]\p{No}?(?:, [−+]?[\d.]{0,7}[\p{L}\d]\p{No}?){1,2}\)|\d %/gu;

/** Keep pairs and triples such as (1, −2), and shares such as 98 %, on one line: their spaces become no-break spaces. */
export function nonBreaking(text) {
  return text.replace(PAIR, (pair) => pair.replaceAll(" ", "\u00a0"));
}

const TAGS = { code: "code", strong: "strong", em: "em", pre: "code" };

function inline(spans) {
  return spans.map(([tag, text]) => {
    if (!(tag in TAGS)) return document.createTextNode(nonBreaking(text));
    const shown = TAGS[tag] === "code" ? text : nonBreaking(text); // code is copied, and Python refuses a no-break space
    return element(TAGS[tag], tag === "pre" ? { class: "ck-block" } : {}, shown);
  });
}

/** Build the blocks that coursekit/widgets/core/markdown.py made, as phrasing content (all that legends and labels take). */
export function paragraphs(blocks) {
  return blocks.map((spans) => element("span", { class: "ck-par" }, ...inline(spans)));
}

const STROKES = {
  right: "M4 8.5 7 11.5 12.5 5",
  wrong: "M5 5 11 11M11 5 5 11",
  partly: "M4 8H12",
  unreadable: "M5.6 6.1A2.4 2.4 0 1 1 8 8.6V9.6M8 12.1V12.2",
  noted: "M5 8H5.1M8 8H8.1M11 8H11.1",
  problem: "M8 4V9M8 11.9V12",
};

/** A small round badge; always beside a word that says the same. */
export function badge(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", class: "ck-badge", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const disc = document.createElementNS(space, "circle");
  for (const [key, value] of Object.entries({ cx: 8, cy: 8, r: 8 })) disc.setAttribute(key, value);
  const stroke = document.createElementNS(space, "path");
  stroke.setAttribute("d", STROKES[name]);
  svg.append(disc, stroke);
  return svg;
}

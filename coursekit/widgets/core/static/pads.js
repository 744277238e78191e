// What the pads to draw on share: the sketchpad's squares and the curve's line are made of these.
import { OWN_KEYS, element } from "./dom.js";

/** Build an element of SVG. */
export function shape(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Build a button that calls `press`. */
export function button(text, press) {
  const made = element("button", { type: "button", ...OWN_KEYS }, text);
  made.addEventListener("click", press);
  return made;
}

/** Return where a pointer is on a sheet, as shares of its width and height from the top left corner. */
export function placeOn(sheet, event) {
  const box = sheet.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}

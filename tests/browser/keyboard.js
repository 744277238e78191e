// What a test asks the page about a widget or card that is worked through by keyboard (keyboard.py).
({
  /** What Tab stops at inside an element, in order; of a group of radio buttons only one. */
  stops(root) {
    const all = [...root.querySelectorAll("button, input, textarea, a[href], summary, [tabindex='0']")];
    const seen = all.filter((stop) => stop.tabIndex >= 0 && !stop.disabled && stop.getClientRects().length > 0);
    const group = (radio) => seen.filter((other) => other.type === "radio" && other.name === radio.name);
    const reached = (radio) => group(radio).find((other) => other.checked) ?? group(radio)[0];
    return seen.filter((stop) => stop.type !== "radio" || stop === reached(stop));
  },

  inside: (root) => root.contains(document.activeElement),

  /** What has the focus, in words. */
  here() {
    const stop = document.activeElement;
    return stop.ariaLabel || stop.labels?.[0]?.textContent || stop.textContent.slice(0, 60);
  },

  /** Whether the focus is on an element, and whether a ring shows it: on the element, or on the frame of its option. */
  reached(stop) {
    const ring = (element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    const frame = stop.closest(".ck-option");
    const ringed = ring(stop) || (frame !== null && ring(frame));
    return { held: stop === document.activeElement, ringed, name: this.here() };
  },

  /** Whether each element stands below or to the right of the one before. */
  inReadingOrder(stops) {
    const boxes = stops.map((stop) => stop.getBoundingClientRect());
    return boxes.every((box, k) => k === 0 || box.top >= boxes[k - 1].bottom - 4 || box.left >= boxes[k - 1].right - 4);
  },

  /** Everything that a change of state may change but the controls' own values. */
  look(root) {
    const pictures = [...root.querySelectorAll("canvas")].map((canvas) => {
      const copy = new OffscreenCanvas(Math.max(canvas.width, 1), Math.max(canvas.height, 1));
      copy.getContext("2d").drawImage(canvas, 0, 0);
      return copy;
    });
    return { said: this.said(root), pictures };
  },

  rows: (root) => [...root.querySelectorAll(".ck-control")],

  nameOf: (row) => row.querySelector("legend, label, span, button").textContent,

  /** What all controls of a widget are called. */
  names(root) {
    return this.rows(root).map(this.nameOf);
  },

  /** What those are called that are on view. */
  shown(root) {
    return this.rows(root).filter((row) => row.getClientRects().length > 0).map(this.nameOf);
  },

  /** What the steppers are called. */
  steppers(root) {
    return this.rows(root).filter((row) => row.matches(".ck-stepper")).map(this.nameOf);
  },

  said(root) {
    const shown = [...root.querySelectorAll(".ck-control")].filter((row) => !row.hidden).length;
    const parts = [...root.querySelectorAll(".ck-words, .ck-cost")].map((part) => part.textContent);
    return `${shown} ${parts.join(" ")}`;
  },

  /** Whether it looks different now, and nothing more is to come. */
  changed(root, before) {
    return this.settled(root) && (this.said(root) !== before.said || !this.alike(before.pictures, this.look(root).pictures));
  },

  alike(some, others) {
    const bytes = (copy) => new Uint32Array(copy.getContext("2d").getImageData(0, 0, copy.width, copy.height).data.buffer);
    return some.every((copy, k) => {
      const [one, other] = [bytes(copy), bytes(others[k])];
      return one.length === other.length && one.every((pixel, place) => pixel === other[place]);
    });
  },

  /** Whether the focus is on a slider, where it stands, and what a screen reader and the eye are told of that. */
  stands: (thumb) => ({
    held: thumb === document.activeElement,
    value: thumb.valueAsNumber,
    said: thumb.ariaValueText,
    seen: thumb.parentElement.querySelector("output").textContent,
  }),

  settled: (root) => [...root.querySelectorAll("canvas")].every((canvas) => canvas.ariaBusy !== "true"),
})

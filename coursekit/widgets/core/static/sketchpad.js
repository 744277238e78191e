// A sketchpad: a digit drawn on 32×32 squares, 0 or 1. The form of a value is described in ../sketchpad.py.
import { board } from "./board.js";
import { shape } from "./pads.js";

const SKETCH_HELP = "Draw with mouse or finger. Keys: arrows move, Space sets or clears a square, Shift + arrows draw.";
const PENS = [
  { name: "thin pen", radius: 0.9, fill: 1 },
  { name: "pen", radius: 1.5, fill: 1 },
  { name: "thick pen", radius: 2.3, fill: 1 },
  { name: "eraser", radius: 2.3, fill: 0 },
];

/** The squares, 0 or 1, row by row, of hexadecimal digits; "" is an empty sketchpad. */
export function squaresOf(hex, count) {
  const squares = new Uint8Array(count);
  for (let k = 0; k < hex.length * 4; k++) squares[k] = (parseInt(hex[k >> 2], 16) >> (3 - (k & 3))) & 1;
  return squares;
}

/** The reverse of `squaresOf`. */
export function hexOf(squares) {
  if (!squares.includes(1)) return "";
  let hex = "";
  for (let k = 0; k < squares.length; k += 4) hex += (squares[k] * 8 + squares[k + 1] * 4 + squares[k + 2] * 2 + squares[k + 3]).toString(16);
  return hex;
}

/** The dark squares as the outline of an SVG path, one rectangle a run. */
function outline(squares, side) {
  let path = "";
  for (let k = 0; k < squares.length; k++) {
    if (!squares[k]) continue;
    const start = k;
    while ((k + 1) % side !== 0 && squares[k + 1]) k++;
    path += `M${start % side} ${Math.floor(start / side)}h${k - start + 1}v1h${start - k - 1}z`;
  }
  return path;
}

/** Build the control. */
export function sketchpad(control, id, set) {
  const { side, samples } = control;
  const ink = shape("path", { class: "ck-drawn" });
  let sample = -1;
  const next = () => {
    sample = (sample + 1) % samples.length;
    return [`#${sample}`, `Image ${sample + 1} of ${samples.length} from the test set.`];
  };
  return board(control, id, set, {
    name: "sketchpad",
    help: SKETCH_HELP,
    tools: PENS,
    first: 1,
    layer: ink,
    draw: (squares) => ink.setAttribute("d", outline(squares, side)),
    read: (value) => squaresOf(value.startsWith("#") ? samples[value.slice(1)] : value, side * side),
    write: hexOf,
    words: (square) => (square ? "dark" : "empty"),
    more: [["One from the test set", next]],
  });
}

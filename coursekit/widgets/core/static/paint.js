// Draws a scene (coursekit/scenes/scene.py) on a canvas. The matplotlib twin is coursekit/scenes/paint.py.

const ROLES = ["positive", "negative", "accent", "good", "muted", "ink", "grid", "paper"];

/** Read the colours of an element's theme; to be read again whenever the theme changes. */
export function themeOf(element) {
  const style = getComputedStyle(element);
  const theme = { font: style.fontFamily };
  for (const role of ROLES) theme[role] = style.getPropertyValue(`--ck-${role}`).trim();
  return theme;
}

/**
 * The bytes of a part of a message: JupyterLab hands over a DataView, other notebooks an array of bytes or an
 * ArrayBuffer, and nothing where there are none.
 */
function bytesOf(part) {
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(part) ? part : new Uint8Array(part ?? 0);
  if (byteOffset % 4 === 0) return { buffer, byteOffset };
  return { buffer: buffer.slice(byteOffset, byteOffset + byteLength), byteOffset: 0 }; // floats start on a multiple of four
}

/** Put the arrays of a packed scene in place, and keep the marks that were not sent again. */
export function unpack(meta, part, before) {
  const view = bytesOf(part);
  const floats = ([start, count]) => new Float32Array(view.buffer, view.byteOffset + start, count);
  const panels = meta.panels.map((panel, k) => {
    const marks = panel.marks.map((mark, j) => {
      if (mark == null) return before.panels[k].marks[j];
      if (mark.kind === "HeatMap") {
        const [start, rows, columns] = mark.values;
        const values = new Uint8Array(view.buffer, view.byteOffset + start, rows * columns);
        return { ...mark, values, rows, columns };
      }
      return Array.isArray(mark.x) ? { ...mark, x: floats(mark.x), y: floats(mark.y) } : mark;
    });
    return { ...panel, marks };
  });
  return { ...meta, panels };
}

/**
 * Paint the scene over the whole canvas, `width` CSS pixels wide; the height follows from its aspect. With `stack`,
 * on a narrow page, panels stand below each other, and one that is still too narrow for its words gets smaller ones.
 */
export function paint(canvas, scene, theme, width, { stack = false } = {}) {
  const rows = stack ? stacked(scene, width) : [rowOf(scene, scene.panels, width)];
  const height = Math.round(rows.reduce((sum, row) => sum + row.height * row.scale, 0));
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  let top = 0;
  for (const row of rows) {
    g.setTransform(ratio * row.scale, 0, 0, ratio * row.scale, 0, ratio * top);
    let left = 0;
    for (const { panel, width } of row.rooms) {
      paintPanel(g, panel, theme, { left, top: 0, width, height: row.height });
      left += width;
    }
    top += row.height * row.scale;
  }
}

const sharesOf = (panels) => panels.reduce((sum, panel) => sum + panel.share, 0);

/**
 * Panels side by side, `width` pixels in all, each in the shape that it has among all panels of the scene; some of them
 * alone in a row, none of them square, are no taller than the whole scene would be in that width, or 420 pixels.
 */
function rowOf(scene, panels, width) {
  const shares = sharesOf(panels);
  const rooms = panels.map((panel) => ({ panel, width: (width * panel.share) / shares }));
  const aspect = (scene.aspect * shares) / sharesOf(scene.panels);
  const bars = panels.length === 1 && scene.panels.length > 1 && panels[0].axes && !panels[0].y_label;
  const tall = bars ? Math.min(LEAST.tall, 0.75 * width) : LEAST.tall; // lower, so that the controls stay in view
  const tallest = panels.some((panel) => panel.square) ? Infinity : Math.max(width / scene.aspect, tall);
  const height = Math.max(Math.min(width / aspect, tallest), panels.every(isPicture) ? 0 : LEAST.low);
  return { rooms, height: Math.round(height), scale: 1 };
}

const LEAST = { beside: 170, alone: 430, half: 290, letter: 6.5, low: 150, tall: 420 }; // CSS pixels that a panel needs; `alone` and `half` for words of full size, `low` and `tall` upwards

/** A picture without axes needs the room of its title. */
const isPicture = (panel) => panel.square && !panel.axes;
const least = (panel) => (isPicture(panel) ? Math.max(80, LEAST.letter * (panel.title ?? "").length) : LEAST.beside);

/**
 * As few rows of one length as give every panel its room; where there are none, pictures still share a row, and a panel
 * that stands alone and has no room gets smaller words.
 */
function stacked(scene, width) {
  const panels = scene.panels;
  const fits = (row) => row.rooms.every((room) => room.width >= least(room.panel));
  for (let size = panels.length; size > 1; size = Math.ceil(size / 2)) {
    const rows = [];
    for (let k = 0; k < panels.length; k += size) rows.push(rowOf(scene, panels.slice(k, k + size), width));
    if (rows.every(fits)) return rows;
  }
  const rows = [];
  for (const panel of panels) {
    const shared = rows.length && rowOf(scene, [...rows.at(-1).rooms.map((room) => room.panel), panel], width);
    if (shared && fits(shared)) rows[rows.length - 1] = shared;
    else rows.push(alone(scene, panel, width));
  }
  return rows;
}

function alone(scene, panel, width) {
  const part = panel.share / sharesOf(scene.panels);
  const wide = Math.max(width, Math.min(LEAST.alone, 2 * LEAST.half * part));
  return { ...rowOf(scene, [panel], wide), scale: width / wide };
}

function paintPanel(g, panel, theme, room) {
  const box = inner(panel, room);
  const [x0, x1] = panel.x;
  const [y0, y1] = panel.y;
  const place = {
    x: (x) => box.left + ((x - x0) / (x1 - x0)) * box.width,
    y: (y) => box.top + box.height - ((y - y0) / (y1 - y0)) * box.height,
  };
  if (panel.title) {
    const middle = box.left + box.width / 2;
    const most = 2 * Math.min(middle - room.left, room.left + room.width - middle) - 6;
    words(g, theme, panel.title, middle, room.top + 12, { bold: true, align: "center", most });
  }
  if (panel.axes) paintAxes(g, panel, theme, box, place, room);
  g.save();
  if (panel.axes) {
    g.beginPath();
    g.rect(box.left - 1, box.top - 1, box.width + 2, box.height + 2);
    g.clip();
  }
  for (const mark of panel.marks) DRAW[mark.kind](g, mark, theme, place, box);
  g.restore();
}

function inner(panel, room) {
  const edge = panel.axes
    ? { left: panel.y_label ? 58 : 42, right: 14, top: panel.title ? 26 : 12, bottom: panel.x_label ? 44 : 26 }
    : { left: 8, right: 8, top: panel.title ? 26 : 8, bottom: 8 };
  let width = room.width - edge.left - edge.right;
  let height = room.height - edge.top - edge.bottom;
  let left = room.left + edge.left;
  let top = room.top + edge.top;
  if (panel.square) {
    const unit = Math.min(width / (panel.x[1] - panel.x[0]), height / (panel.y[1] - panel.y[0]));
    const fitted = { width: unit * (panel.x[1] - panel.x[0]), height: unit * (panel.y[1] - panel.y[0]) };
    left += (width - fitted.width) / 2;
    top += (height - fitted.height) / 2;
    ({ width, height } = fitted);
  }
  return { left, top, width, height };
}

function ticks([low, high], room, apart) {
  const rough = (high - low) / Math.max(2, room / apart);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push([k * step, label(k * step, step)]);
  return found;
}

function label(value, step) {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const text = Math.abs(value).toFixed(Math.min(digits, 6));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function paintAxes(g, panel, theme, box, place, room) {
  g.strokeStyle = theme.grid;
  g.lineWidth = 1;
  g.beginPath();
  for (const [x, name] of panel.x_ticks ?? ticks(panel.x, box.width, 60)) {
    g.moveTo(place.x(x), box.top);
    g.lineTo(place.x(x), box.top + box.height);
    words(g, theme, name, place.x(x), box.top + box.height + 13, { role: "muted", size: 12, align: "center" });
  }
  for (const [y, name] of ticks(panel.y, box.height, 45)) {
    g.moveTo(box.left, place.y(y));
    g.lineTo(box.left + box.width, place.y(y));
    words(g, theme, name, box.left - 7, place.y(y), { role: "muted", size: 12, align: "right" });
  }
  g.rect(box.left, box.top, box.width, box.height);
  g.stroke();
  if (panel.x_label) words(g, theme, panel.x_label, box.left + box.width / 2, box.top + box.height + 33, { align: "center" });
  if (panel.y_label) {
    g.save();
    g.translate(Math.max(room.left + 10, box.left - 46), box.top + box.height / 2);
    g.rotate(-Math.PI / 2);
    words(g, theme, panel.y_label, 0, 0, { align: "center" });
    g.restore();
  }
}

/** Write a text; one wider than `most` pixels is set narrower. */
function words(g, theme, text, x, y, { role = "ink", size = 13, align = "left", bold = false, most } = {}) {
  g.font = `${bold ? "600 " : ""}${size}px ${theme.font}`;
  g.fillStyle = theme[role];
  g.textAlign = align;
  g.textBaseline = "middle";
  g.fillText(text, x, y, most);
}

const MARKER = {
  circle: (g, x, y, r) => g.arc(x, y, r, 0, 2 * Math.PI),
  square: (g, x, y, r) => g.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r),
  cross: (g, x, y, r) => {
    const [a, b] = [r, 0.38 * r]; // a thick ×: twelve corners of a plus sign, turned by 45°
    const corners = [[a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b], [-b, -a], [b, -a], [b, -b], [a, -b]];
    corners.forEach(([u, v], k) => g[k ? "lineTo" : "moveTo"](x + (u - v) * 0.75, y + (u + v) * 0.75));
    g.closePath();
  },
};

const DRAW = {
  Line(g, mark, theme, place) {
    g.strokeStyle = theme[mark.role];
    g.lineWidth = mark.width;
    g.lineJoin = "round";
    g.setLineDash(mark.dashed ? [4 * mark.width, 3 * mark.width] : []);
    g.beginPath();
    let pen = false;
    for (let k = 0; k < mark.x.length; k++) {
      const up = !Number.isFinite(mark.x[k]) || !Number.isFinite(mark.y[k]);
      if (!up) g[pen ? "lineTo" : "moveTo"](place.x(mark.x[k]), place.y(mark.y[k]));
      pen = !up;
    }
    g.stroke();
    g.setLineDash([]);
  },
  Points(g, mark, theme, place) {
    g.fillStyle = mark.filled ? theme[mark.role] : theme.paper;
    g.strokeStyle = mark.filled ? theme.paper : theme[mark.role];
    g.lineWidth = mark.filled ? 1.5 : 2.2;
    for (let k = 0; k < mark.x.length; k++) {
      g.beginPath();
      MARKER[mark.marker](g, place.x(mark.x[k]), place.y(mark.y[k]), mark.size / 2);
      g.fill();
      g.stroke();
    }
  },
  HeatMap(g, mark, theme, place) {
    theme.levels ??= {};
    const colours = (theme.levels[mark.style] ??= levels(theme, mark.style));
    const image = new ImageData(mark.columns, mark.rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < mark.rows; row++) {
      const from = row * mark.columns;
      const to = (mark.rows - 1 - row) * mark.columns; // the screen's rows run downwards
      for (let column = 0; column < mark.columns; column++) pixels[to + column] = colours[mark.values[from + column]];
    }
    const small = new OffscreenCanvas(mark.columns, mark.rows);
    small.getContext("2d").putImageData(image, 0, 0);
    const [left, top] = [place.x(mark.x[0]), place.y(mark.y[1])];
    g.imageSmoothingEnabled = mark.style === "surface";
    g.drawImage(small, left, top, place.x(mark.x[1]) - left, place.y(mark.y[0]) - top);
  },
  Bars(g, mark, theme, place) {
    g.fillStyle = theme[mark.role];
    const foot = place.y(mark.base);
    for (let k = 0; k < mark.x.length; k++) {
      const left = place.x(mark.x[k] - mark.width / 2);
      const top = place.y(mark.y[k]);
      g.fillRect(left, Math.min(top, foot), place.x(mark.x[k] + mark.width / 2) - left, Math.abs(foot - top));
    }
  },
  Node(g, mark, theme, place) {
    g.fillStyle = mark.filled ? theme[mark.role] : theme.paper;
    g.strokeStyle = theme[mark.role];
    g.lineWidth = 2;
    g.beginPath();
    g.arc(place.x(mark.x), place.y(mark.y), mark.size / 2, 0, 2 * Math.PI);
    g.fill();
    g.stroke();
    words(g, theme, mark.text, place.x(mark.x), place.y(mark.y), { role: mark.filled ? "paper" : "ink", align: "center" });
  },
  Arrow(g, mark, theme, place) {
    const [ax, ay] = [place.x(mark.start[0]), place.y(mark.start[1])];
    const [bx, by] = [place.x(mark.end[0]), place.y(mark.end[1])];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    const [tipX, tipY] = [bx - ux * mark.gap, by - uy * mark.gap];
    const head = 5 + 1.6 * mark.width;
    g.strokeStyle = g.fillStyle = theme[mark.role];
    g.lineWidth = mark.width;
    g.beginPath();
    g.moveTo(ax + ux * mark.gap, ay + uy * mark.gap);
    g.lineTo(tipX - ux * head * 0.8, tipY - uy * head * 0.8);
    g.stroke();
    g.beginPath();
    g.moveTo(tipX, tipY);
    g.lineTo(tipX - ux * head - uy * head * 0.45, tipY - uy * head + ux * head * 0.45);
    g.lineTo(tipX - ux * head + uy * head * 0.45, tipY - uy * head - ux * head * 0.45);
    g.closePath();
    g.fill();
  },
  Text(g, mark, theme, place) {
    words(g, theme, mark.text, place.x(mark.x), place.y(mark.y), mark);
  },
};

/** The colour of each of the 256 levels of a heat map in one of its styles, as the four bytes of a pixel. */
function levels(theme, style) {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let value = 0; value < 256; value++) {
    const level = style === "ink" ? Math.max(0, value / 127.5 - 1) : value / 127.5 - 1;
    const colour = style === "ink" ? theme.ink : level > 0 ? theme.positive : theme.negative;
    for (let k = 0; k < 3; k++) bytes[4 * value + k] = parseInt(colour.slice(2 * k + 1, 2 * k + 3), 16);
    bytes[4 * value + 3] = 255 * (style === "surface" ? 0.42 : 1) * Math.abs(level);
  }
  return new Uint32Array(bytes.buffer);
}

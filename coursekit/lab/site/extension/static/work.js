/* The learner's work as the zip that `coursekit export` makes. Python has no part in it, so that it comes out while
   Python is busy, has stopped or never started, and without a network. */

/** Pack what the browser's store holds of the learner's: the notebooks that were saved here, and the progress.

    `storage` is JupyterLite's, `open` the notebook in front as it is now, `handedOut` the digest of what was handed out
    by path, `edition` that of the course. */
export async function packed(storage, open, handedOut, edition) {
  const memory = edition ? { edition: { course: edition } } : {};
  for (const [path, text] of Object.entries(handedOut)) memory[path] = { text };
  const files = new Map([[".coursekit/handed-out.json", bytes(memory, "json")]]);
  for (const path of await storage.keys()) {
    const { content, format } = await storage.getItem(path);
    const seen = path.endsWith(".ipynb") && !path.split("/").some((part) => part.startsWith("."));
    if (content != null && (seen || /^\.coursekit\/progress\/[^/]+\.jsonl$/.test(path))) {
      files.set(path, bytes(content, format));
    }
  }
  files.set(open.path, bytes(open.content, "json"));
  return zip(files);
}

/** The bytes of a file, as JupyterLite keeps it. */
function bytes(content, format) {
  if (format === "base64") return Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  return new TextEncoder().encode(format === "json" ? JSON.stringify(content) : content);
}

/** A zip file of bytes by their path. */
async function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [path, raw] of files) {
    const name = new TextEncoder().encode(path);
    const deflated = await deflate(raw);
    const UTF8 = 1 << 11;
    const told = [20, UTF8, deflated ? 8 : 0, ...moment(new Date())]; // version, flags, method, time, date
    const data = deflated ?? raw;
    const sizes = [crc32(raw), data.length, raw.length];
    const common = [...told.map(two), ...sizes.map(four), two(name.length), two(0)].flat();
    parts.push(Uint8Array.from([...four(0x04034b50), ...common]), name, data);
    const only = [...two(0), ...two(0), ...two(0), ...four(0), ...four(at)]; // no comment, one disk, no attributes
    directory.push(Uint8Array.from([...four(0x02014b50), ...two(20), ...common, ...only]), name);
    at += 30 + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = two(files.size);
  const end = [...four(0x06054b50), ...two(0), ...two(0), ...count, ...count, ...four(size), ...four(at), ...two(0)];
  return new Blob([...parts, ...directory, Uint8Array.from(end)], { type: "application/zip" });
}

/** The bytes deflated; undefined in a browser that cannot. */
async function deflate(raw) {
  let stream;
  try {
    stream = new CompressionStream("deflate-raw");
  } catch {
    return undefined;
  }
  return new Uint8Array(await new Response(new Blob([raw]).stream().pipeThrough(stream)).arrayBuffer());
}

const two = (value) => [value & 255, (value >> 8) & 255];
const four = (value) => [...two(value), ...two(value >>> 16)];

/** Time and date as zip files have them. */
const moment = (now) => [
  (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1),
  ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate(),
];

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(raw) {
  let sum = ~0;
  for (const byte of raw) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 255];
  return ~sum >>> 0;
}

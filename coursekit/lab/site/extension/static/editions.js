/* A new edition of the site: a notebook that nobody changed is replaced, and beside one that somebody did is the new one. */

/** Bring the copies in the browser's store up to date.

    `notebooks` holds the digest of each notebook's text as it is handed out now, `contents` is JupyterLab's manager.
    Returns the names of new notebooks beside changed ones. */
export async function settle(root, notebooks, contents) {
  const memory = `coursekit:handed-out:${root.pathname}`;
  const known = JSON.parse(localStorage.getItem(memory) || "{}");
  const beside = [];
  for (const [path, edition] of Object.entries(notebooks)) {
    if (known[path] === edition) continue;
    if (known[path] && (await savedCopy(root, path))) {
      // What Python wrote (work that was brought) stands there as base64; JupyterLite's manager reads either form.
      const { content } = await contents.get(path, { type: "notebook", format: "json", content: true });
      const mine = await textDigest(content);
      if (mine === known[path]) {
        await contents.delete(path);
      } else if (mine !== edition) {
        const original = await (await fetch(new URL(`files/${path}`, root))).json();
        const name = await free(root, path);
        await contents.save(name, { type: "notebook", format: "json", content: original });
        beside.push(name);
      }
    }
    known[path] = edition;
    localStorage.setItem(memory, JSON.stringify(known));
  }
  return beside;
}

/** The first of "name (new).ipynb", "name (new 2).ipynb", … that is not there. */
async function free(root, path) {
  for (let number = 1; ; number++) {
    const name = path.replace(/\.ipynb$/, ` (new${number > 1 ? ` ${number}` : ""}).ipynb`);
    if (!(await savedCopy(root, name))) return name;
  }
}

/** The learner's copy of a file in the browser's store, where JupyterLite keeps it; undefined where there is none. */
function savedCopy(root, path) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(`JupyterLite Storage - ${root.pathname}`);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const store = opening.result;
      if (!store.objectStoreNames.contains("files")) return store.close(), done();
      const found = store.transaction("files").objectStore("files").get(path);
      found.onsuccess = () => (store.close(), done(found.result?.content));
      found.onerror = () => (store.close(), failed(found.error));
    };
  });
}

/** As learner_folder.text_digest: what people write in a notebook, not its outputs.

    Without https a page cannot compute it; the notebook then counts as changed, so that nothing is lost. */
export async function textDigest(notebook) {
  if (!globalThis.crypto?.subtle) return "";
  const pairs = notebook.cells.map((cell) => `[${ascii(cell.cell_type)}, ${ascii([].concat(cell.source).join(""))}]`);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`[${pairs.join(", ")}]`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A text as Python's json.dumps writes it. */
const ascii = (text) =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

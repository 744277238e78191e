/* The course's own part of the page: how far Python is, the work carried out and in, and new editions.

   A federated extension written by hand, so that nothing has to be bundled: JupyterLab hands the shared modules to
   `init` and asks `get` for the plugin. */
(() => {
  let shared;
  const module = async (name) => {
    const versions = Object.values(shared[name]);
    return (await versions[versions.length - 1].get())();
  };
  const site = window.coursekitSite || { tell() {}, manifest: Promise.resolve({ notebooks: {}, python: {} }) };

  const plugin = ({ INotebookTracker, NotebookActions }) => ({
    id: "coursekit-site:plugin",
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      site.app = app;
      tracker.widgetAdded.connect((_, panel) => opened(app, panel, NotebookActions));
      app.restored.then(() => settle(app)).catch((problem) => site.tell(`Your saved notebooks cannot be read: ${problem}`));
      preload();
    },
  });

  /** One notebook: show it in place of the page for reading, then say how far its Python is. */
  async function opened(app, panel, actions) {
    await panel.context.ready;
    await panel.revealed;
    show(panel);
    buttons(app, panel);
    panel.node.addEventListener("click", (event) => follow(event, panel), true);
    const { sessionContext } = panel;
    let ready = false;
    const tell = () => {
      const status = sessionContext.session?.kernel?.status;
      if (["dead", "terminating"].includes(status)) {
        site.tell("Python has stopped. Your work is kept: choose Kernel ▸ Restart Kernel, or load the page again.");
      } else if (!ready && ["idle", "busy"].includes(status) && sessionContext.session.kernel.connectionStatus === "connected") {
        ready = true;
        site.tell("Python is ready.");
        setTimeout(() => ready && site.bar?.querySelector("[role=status]").textContent === "Python is ready." && site.tell(""), 4000);
        if (panel.context.path === "home.ipynb") actions.runAll(panel.content, sessionContext);
      }
    };
    sessionContext.statusChanged.connect(tell);
    tell();
  }

  /** A link to another notebook of the course opens in this tab, once this one is saved; with a key held, in another. */
  async function follow(event, panel) {
    const link = event.target.closest("a[href]");
    const files = new URL("files/", site.root);
    // JupyterLab makes a link to a notebook into one to the file it was handed out as.
    const target = link && new URL(link.href);
    if (!target?.href.startsWith(files.href) || !target.pathname.endsWith(".ipynb")) return;
    const address = `${location.pathname}?path=${target.pathname.slice(files.pathname.length)}${target.hash}`;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.ctrlKey || event.metaKey || event.shiftKey) return window.open(address);
    if (panel.context.model.dirty) await panel.context.save();
    location.href = address;
  }

  /** Take the page for reading away; the notebook stands where one was reading. */
  function show(panel) {
    const reading = site.reading;
    if (!reading) return;
    const cells = [...reading.querySelectorAll(".cell")];
    const top = reading.getBoundingClientRect().top;
    const place = reading.scrollTop > 40 ? cells.findIndex((cell) => cell.getBoundingClientRect().bottom > top + 20) : 0;
    if (place > 0) {
      panel.content.activeCellIndex = place;
      panel.content.scrollToItem(place, "start");
    }
    reading.remove();
    delete site.reading;
  }

  /** Fetch what Python needs ahead of it, and say how much is there. */
  async function preload() {
    const { python } = await site.manifest;
    const total = Object.values(python).reduce((sum, size) => sum + size, 0);
    let there = 0;
    for (const [name, size] of Object.entries(python)) {
      fetch(new URL(`python/${name}`, site.root), { priority: "low" })
        .then((answer) => answer.arrayBuffer())
        .then(() => {
          there += size;
          const status = site.bar?.querySelector("[role=status]").textContent;
          if (status?.startsWith("Python is starting")) {
            site.tell(`Python is starting: you can read on (${mega(there)} of ${mega(total)} MB are here).`);
          }
        })
        .catch(() => {});
    }
  }
  const mega = (bytes) => Math.round(bytes / 1e6);

  /** The links and buttons at the right of the line. */
  function buttons(app, panel) {
    const acts = site.bar?.querySelector(".cks-acts");
    if (!acts || acts.childElementCount) return;
    const home = document.createElement("a");
    home.href = "?path=home.ipynb";
    home.textContent = "Home";
    acts.append(home);
    for (const [label, act] of [["Save my work", save], ["Bring my work", bring]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.onclick = () => act(app, panel).catch((problem) => site.tell(`${label} did not work: ${problem.message || problem}`));
      acts.append(button);
    }
  }

  /** Run Python behind the notebook's back; what it prints comes back. */
  async function python(panel, code) {
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel || kernel.status === "dead") throw new Error("Python is not running; load the page again");
    let said = "";
    const future = kernel.requestExecute({ code, silent: false, store_history: false });
    future.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream" && content.name === "stdout") said += content.text;
    };
    const { content } = await future.done;
    if (content.status !== "ok") throw new Error(content.evalue || "Python refused");
    return said;
  }

  async function save(app, panel) {
    site.tell("Packing your work …");
    await panel.context.save();
    const packed = await python(panel, "from coursekit.lab.site.work import packed as _p; print(_p()); del _p");
    const bytes = Uint8Array.from(atob(packed.trim()), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    link.download = "my-work.zip";
    link.click();
    URL.revokeObjectURL(link.href);
    site.tell("Your work is in my-work.zip, where your browser keeps downloads.");
  }

  async function bring(app, panel) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".zip";
    const [file] = await new Promise((done) => {
      input.onchange = () => done(input.files);
      input.click();
    });
    site.tell("Unpacking …");
    let text = "";
    for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
    const code = `from coursekit.lab.site.work import brought as _b; print(_b("${btoa(text)}", ${JSON.stringify(file.name)})); del _b`;
    site.tell(`${(await python(panel, code)).trim()} Load the page again to see it.`);
  }

  /** A new edition of a notebook: in place of a copy that nobody changed, beside one that somebody did. */
  async function settle(app) {
    const { notebooks } = await site.manifest;
    const { contents } = app.serviceManager;
    const known = JSON.parse(localStorage.getItem(memory()) || "{}");
    const beside = [];
    for (const [path, edition] of Object.entries(notebooks)) {
      const saved = await savedCopy(path);
      if (!saved) {
        known[path] = edition;
      } else if (known[path] && known[path] !== edition) {
        if ((await textDigest(saved)) === known[path]) {
          await contents.delete(path);
        } else {
          const original = await (await fetch(new URL(`files/${path}`, site.root))).json();
          const name = path.replace(/\.ipynb$/, " (new).ipynb");
          await contents.save(name, { type: "notebook", format: "json", content: original });
          beside.push(name);
        }
        known[path] = edition;
      }
    }
    localStorage.setItem(memory(), JSON.stringify(known));
    if (beside.length) site.tell(`A new edition is there. You changed these, so they stay; the new ones are beside them: ${beside.join(", ")}.`);
  }
  const memory = () => `coursekit:handed-out:${site.root?.pathname}`;

  /** The learner's copy of a file in the browser's store; undefined where there is none. */
  function savedCopy(path) {
    return new Promise((done, failed) => {
      const opening = indexedDB.open(`JupyterLite Storage - ${site.root.pathname}`);
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

  /** As learner_folder._text_digest: what people write in a notebook, not its outputs. */
  async function textDigest(notebook) {
    const cells = notebook.cells.map((cell) => [cell.cell_type, [].concat(cell.source).join("")]);
    const bytes = new TextEncoder().encode(JSON.stringify(cells));
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["coursekit-site"] = {
    init: async (scope) => {
      shared = scope;
    },
    get: async () => {
      const notebook = await module("@jupyterlab/notebook");
      return () => ({ __esModule: true, default: plugin(notebook) });
    },
  };
})();

/* The course's own part of the page: how far Python is, the work carried out and in, and new editions.

   A federated extension written by hand, so that nothing has to be bundled: JupyterLab hands the shared modules to
   `init` and asks `get` for the plugin. */
(() => {
  let shared;
  const module = async (name) => {
    const versions = Object.values(shared[name]); // an extension may have brought another one, which nobody provides
    return (await versions.find(({ from }) => from === "CORE_FEDERATION").get())();
  };
  const here = document.currentScript.src;
  const site = window.coursekitSite;
  const work = import(new URL("work.js", here)); // now, because later there may be no network
  const alive = import(new URL("alive.js", here));
  const tabs = import(new URL("tabs.js", here));
  for (const each of [work, alive, tabs]) each.catch(() => {});

  const plugin = ({ INotebookTracker, NotebookActions }, { IDefaultDrive }, { IServiceWorkerManager }) => ({
    id: "coursekit-site:plugin",
    autoStart: true,
    requires: [INotebookTracker, IDefaultDrive, IServiceWorkerManager],
    activate(app, tracker, drive, worker) {
      answerAll(worker);
      worker.ready.catch(site.unkept);
      site.app = app;
      site.drive = drive;
      tabs.then(({ guard }) => guard(drive, tracker)).catch(site.lost);
      tracker.widgetAdded.connect((_, panel) => opened(app, panel, NotebookActions));
      app.restored
        .then(() => editions(app.serviceManager.contents))
        .catch((problem) => (problem instanceof DOMException ? site.warn(STORAGE) : site.lost())); // else the network's
      buttons(tracker, NotebookActions);
      app.restored.then(() => tracker.size || site.tell("")); // JupyterLab's view without a notebook
      preload();
    },
  });

  const STORAGE = "This browser keeps nothing here (a private window, or blocked storage): what you do is lost when you close it. Save your work before.";

  const RUNNING = "Your cells are running: you can read on.";

  const FULL = "The notebook could not be kept in this browser; is its store full? What you typed is still in this page: Save my work, then free some room.";

  /** The digest of each notebook's text as it was handed out, by path; as `editions.js` remembers it. */
  function handedOut() {
    try {
      return JSON.parse(localStorage.getItem(`coursekit:handed-out:${site.root.pathname}`) || "{}");
    } catch {
      return {};
    }
  }

  /** Have each file request of Python's answered: what failed in the page is an OSError there, and no endless wait. */
  function answerAll(worker) {
    const files = worker._driveContentsProcessor;
    const { processDriveRequest } = files;
    files.processDriveRequest = (request) =>
      processDriveRequest.call(files, request).catch((problem) => ({ failed: String(problem) }));
  }

  /** Bring the learner's notebooks up to date, and name new ones. */
  async function editions(contents) {
    const { settle } = await import(new URL("editions.js", here));
    const { notebooks } = await site.manifest;
    const beside = await settle(site.root, notebooks, contents);
    if (beside.length) {
      site.warn(`A new edition is there. You changed these, so they stay; the new ones are beside them: ${beside.join(", ")}.`);
    }
  }

  /** One notebook: show it in place of the page for reading, then say how far its Python is. */
  async function opened(app, panel, actions) {
    await panel.context.ready;
    await panel.revealed;
    await begun(panel.sessionContext);
    show(panel);
    // JupyterLab's own view opens it in a tab.
    if (!location.pathname.includes("/lab/")) panel.node.addEventListener("click", (event) => follow(event, panel), true);
    const { sessionContext } = panel;
    let start = 0; // counts the starts of Python; 0 while it has not started for the first time
    const tell = async () => {
      const kernel = sessionContext.session?.kernel;
      const { status, connectionStatus } = kernel ?? {};
      const is = site.bar.dataset.python;
      if (status === "dead" || status === "terminating") stopped(sessionContext);
      else if (is !== "starting" && status === "restarting") starting();
      else if (is === "starting" && /idle|busy/.test(status) && connectionStatus === "connected") {
        const mine = ++start;
        site.bar.dataset.python = "ready"; // the line is soon empty again
        site.tell("Python is ready.");
        setTimeout(() => site.told() === "Python is ready." && site.tell(""), 4000);
        if (mine === 1) setTimeout(remember, 2000);
        if (panel.context.path === "home.ipynb") {
          const run = () => actions.runAll(panel.content, sessionContext);
          python(panel, '__import__("coursekit").home').then(run, run); // while it imports, the page that was there stands
        }
        const { untilDead } = await alive;
        await untilDead(kernel);
        if (mine === start && site.bar.dataset.python === "ready") stopped(sessionContext);
      }
    };
    panel.context.saveState.connect((_, state) => state === "failed" && site.warn(FULL));
    // A phone that shows something else may never come back to this page.
    document.addEventListener("visibilitychange", () => document.hidden && keep(panel.context));
    site.bar.dataset.python = "starting";
    sessionContext.statusChanged.connect(tell);
    app.commands.commandExecuted.connect((_, { id }) => {
      if (/:interrupt-kernel$/.test(id) && sessionContext.session?.kernel?.status === "busy") interrupted(sessionContext);
    });
    tell();
    setTimeout(() => {
      if (!start && site.told().startsWith("Python is starting")) {
        site.tell("Python is taking more than two minutes. You can read on; if nothing comes, load the page again.");
      }
    }, 120_000);
  }

  /** Wait until there is a kernel that may still be starting: a cell run before that would ask which one to take. */
  function begun(sessionContext) {
    return new Promise((done) => {
      const look = () => sessionContext.session?.kernel && done();
      sessionContext.kernelChanged.connect(look);
      sessionContext.ready.then(done, done);
      look();
    });
  }

  function starting() {
    site.bar.dataset.python = "starting";
    site.tell("Python is starting: you can read on.");
  }

  function stopped(sessionContext) {
    site.bar.dataset.python = "stopped";
    site.tell("Python has stopped. What you typed is here; what it had computed is gone.", again(sessionContext));
  }

  function interrupted(sessionContext) {
    const text = "Cells that waited are cancelled. In the browser nothing can stop the one that runs; if it takes too long:";
    site.tell(text, again(sessionContext));
  }

  /** What the line offers then. */
  const again = (sessionContext) => ({ label: "Start Python again", act: () => sessionContext.restartKernel() });

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
    await keep(panel.context);
    location.href = address;
  }

  /** Save what was changed since the last save; where that fails, the line has said it. */
  const keep = (context) => (context.model.dirty && !context.isDisposed ? context.save().catch(() => {}) : undefined);

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
    // What the service worker hands on it keeps for the next visit.
    await Promise.race([navigator.serviceWorker?.ready, new Promise((done) => setTimeout(done, 1500))]);
    for (const [name, size] of Object.entries(python)) {
      fetch(new URL(name, new URL("python/", site.root)), { priority: "low" })
        .then((answer) => answer.arrayBuffer())
        .then(() => {
          there += size;
          if (site.told()?.startsWith("Python is starting")) {
            site.tell(`Python is starting: you can read on (${mega(there)} of ${mega(total)} MB).`);
          }
        })
        .catch(site.lost);
    }
  }

  /** Have the browser keep what this first visit loaded before the service worker was there. */
  async function remember() {
    const worker = navigator.serviceWorker?.controller;
    if (!window.caches || !worker) return;
    // JupyterLite takes a service worker of another version, or of none, out of service on the next visit.
    localStorage.setItem(`${worker.scriptURL}-version`, await version());
    const cache = await caches.open("coursekit");
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]);
    for (const address of new Set([location.href.split("#")[0], ...loaded])) {
      const own = address.startsWith(site.root.href) && !/\/api\/(drive|stdin|service-worker)/.test(address);
      if (own && !(await cache.match(address, { ignoreVary: true }))) await cache.add(address).catch(() => {});
    }
    site.bar.dataset.kept = "yes";
  }
  const version = async () => (await module("@jupyterlab/coreutils")).PageConfig.getOption("appVersion");
  const mega = (bytes) => Math.round(bytes / 1e6);

  /** The links and buttons at the right of the line; they are about the notebook in front. */
  function buttons(tracker, actions) {
    const acts = site.bar.querySelector(".cks-acts");
    const home = document.createElement("a");
    home.href = "?path=home.ipynb";
    home.textContent = "Home";
    home.onclick = async (event) => {
      if (!tracker.currentWidget || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await keep(tracker.currentWidget.context);
      location.href = home.href;
    };
    acts.append(home);
    // JupyterLab's own command ends at the last cell; a reader stays where they are.
    const all = async ({ content, sessionContext }) => {
      const ran = actions.runCells(content, content.widgets, sessionContext);
      if (site.bar.dataset.python === "ready") site.tell(RUNNING);
      await ran;
      if (site.told() === RUNNING) site.tell("");
    };
    for (const [label, act] of [["Run all", all], ["Save my work", save], ["Bring my work", bring]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.onclick = async () => {
        try {
          if (!tracker.currentWidget) throw new Error("open a notebook first");
          await act(tracker.currentWidget);
        } catch (problem) {
          site.tell(`${label} did not work: ${problem.message || problem}`);
        }
      };
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

  /** Waits for nothing that may not come: not for Python, nor the network, nor a store that is full. */
  async function save(panel) {
    site.tell("Packing your work …");
    const { path, model } = panel.context;
    await Promise.race([panel.context.save().catch(() => {}), new Promise((done) => setTimeout(done, 5000))]);
    const [{ packed }, { edition }] = await Promise.all([work, site.manifest.catch(() => ({}))]);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await packed(await site.drive.storage, { path, content: model.toJSON() }, handedOut(), edition));
    link.download = "my-work.zip";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    site.tell("Your work is in my-work.zip, where your browser keeps downloads.");
  }

  async function bring(panel) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".zip";
    const [file] = await new Promise((done) => {
      input.onchange = () => done(input.files);
      input.click();
    });
    site.tell("Unpacking …");
    if (panel.context.model.dirty) await panel.context.save(); // else what was just typed would count as untouched
    let text = "";
    for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
    const said = await python(panel, call("brought", btoa(text), file.name, JSON.stringify(handedOut())));
    site.tell("");
    site.warn(said.trim());
  }

  /** Python that calls a function of the course with texts and prints what it returns, and leaves no name behind. */
  const call = (name, ...texts) =>
    `print(__import__("coursekit.lab.site.work", fromlist=["work"]).${name}(${texts.map((text) => JSON.stringify(text)).join(", ")}))`;

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["coursekit-site"] = {
    init: async (scope) => {
      shared = scope;
    },
    get: async () => {
      const names = ["@jupyterlab/notebook", "@jupyterlab/services", "@jupyterlite/apputils"];
      const modules = await Promise.all(names.map(module));
      return () => ({ __esModule: true, default: plugin(...modules) });
    },
  };
})();

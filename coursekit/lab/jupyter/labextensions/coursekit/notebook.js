// Gives the notebook its room: in a narrow window the side panels close, and what was closed opens again in a wide one.
// And has saves take turns: of two at once JupyterLab takes the one for somebody else's, and asks what to throw away.
// A JupyterLab extension as its build tools would put it together: an object from which one module is taken.
(() => {
  const NARROW = window.matchMedia("(max-width: 960px)");
  const CLOSED = "coursekit:closed-in-narrow-window";

  /** The panels of a page; a side that a page does not have counts as closed. */
  function sides(shell) {
    return {
      left: { collapsed: shell.leftCollapsed ?? true, close: () => shell.collapseLeft(), open: () => shell.expandLeft() },
      right: { collapsed: shell.rightCollapsed ?? true, close: () => shell.collapseRight(), open: () => shell.expandRight() },
    };
  }

  /** Once at the start and at each change between narrow and wide: in between the panels are the reader's. */
  function fit(shell) {
    const panels = sides(shell);
    const closed = new Set(JSON.parse(localStorage.getItem(CLOSED) ?? "[]"));
    for (const [side, panel] of Object.entries(panels)) {
      if (NARROW.matches && !panel.collapsed) {
        panel.close();
        closed.add(side); // remembered with the browser, for JupyterLab remembers the closed panel too
      } else if (!NARROW.matches && closed.delete(side) && panel.collapsed) {
        panel.open();
      }
    }
    localStorage.setItem(CLOSED, JSON.stringify([...closed]));
  }

  /**
   * Let a save begin when the one before has ended; those asked for meanwhile are one. What is typed during a save is not
   * saved yet, though JupyterLab takes it for saved.
   */
  function inTurn({ model }, save) {
    let running = Promise.resolve();
    let waiting = null;
    return (...told) => (waiting ??= running.then(() => {
      waiting = null;
      let typed = false;
      const note = () => { typed = true; };
      model.contentChanged.connect(note);
      const saved = save(...told).finally(() => {
        model.contentChanged.disconnect(note);
        if (typed && !model.isDisposed) model.dirty = true;
      });
      running = saved.catch(() => {}); // whoever asked for it hears of the error
      return saved;
    }));
  }

  const saves = {
    id: "coursekit:saves",
    description: "Has saves of a notebook take turns.",
    autoStart: true,
    activate: (app) => {
      const createNew = (panel, context) => { context.save = inTurn(context, context.save.bind(context)); };
      app.docRegistry.addWidgetExtension("Notebook", { createNew });
    },
  };

  const narrow = {
    id: "coursekit:narrow",
    description: "Closes the side panels in a narrow window.",
    autoStart: true,
    activate: (app) => {
      app.restored.then(() => {
        fit(app.shell);
        NARROW.addEventListener("change", () => fit(app.shell));
      });
    },
  };
  (window._JUPYTERLAB ??= {}).coursekit = { init: () => {}, get: async () => () => ({ __esModule: true, default: [narrow, saves] }) };
})();

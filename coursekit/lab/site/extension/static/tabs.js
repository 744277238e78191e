/* One notebook in two tabs: no tab overwrites unasked what the other has saved.

   JupyterLab looks before it saves, lets half a second pass as the clock's error, and does not see what is saved between
   its look and its save. In a browser there is one clock, and a lock that all tabs share. */

/** Have the notebooks of this tab saved only over what the tab has seen; else JupyterLab asks which text to keep. */
export function guard(drive, tracker) {
  const { get, save } = drive;
  const seen = new Map(); // when it was last saved, as this tab knows it, by path
  drive.get = async (path, options) => {
    const found = await get.call(drive, path, options);
    if (options?.hash) seen.set(path, found.last_modified); // a notebook is opened, or looks before it saves
    return found;
  };
  drive.save = (path, options) => {
    if (options?.type !== "notebook") return save.call(drive, path, options);
    return alone(path, async () => {
      const there = await get.call(drive, path, { content: false }).catch(() => undefined);
      if (there && seen.has(path) && seen.get(path) !== there.last_modified) {
        const problem = new Error(`${path} was saved in another tab in between`);
        throw Object.assign(problem, { name: "ModalCancelError", overtaken: true }); // of this name JupyterLab says nothing
      }
      while (new Date().toISOString() === there?.last_modified) await new Promise((done) => setTimeout(done, 1));
      const saved = await save.call(drive, path, options);
      seen.set(path, saved.last_modified);
      return saved;
    });
  };
  tracker.forEach(({ context }) => ask(context));
  tracker.widgetAdded.connect((_, { context }) => ask(context));
}

/** Have saves of a notebook take turns, and one that was overtaken look again, so that it asks. */
function ask(context) {
  const { save } = context;
  let last = Promise.resolve();
  context.lastModifiedCheckMargin = 0;
  context.save = () => (last = last.catch(() => {}).then(() => whole(context, save)));
}

/** Save a notebook; what is typed meanwhile is not saved yet, though JupyterLab takes it for saved. */
async function whole(context, save) {
  let typed = false;
  const note = () => { typed = true; };
  context.model.contentChanged.connect(note);
  try {
    return await save.call(context).catch((problem) => (problem.overtaken ? whole(context, save) : Promise.reject(problem)));
  } finally {
    context.model.contentChanged.disconnect(note);
    if (typed && !context.isDisposed) context.model.dirty = true;
  }
}

/** Run a function while no other tab runs one for this path; browsers without locks (without https) just run it. */
function alone(path, act) {
  return navigator.locks ? navigator.locks.request(`coursekit:saves:${coursekitSite.root.pathname}${path}`, act) : act();
}

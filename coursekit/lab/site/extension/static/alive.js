/* Whether Python is alive. JupyterLite says "busy" for ever where it has ended: after os._exit, out of memory, or because
   the browser took its worker away. So the worker holds a lock as long as it is there, and the page waits for the lock. */

const HOLD = `async (api, name) => {
  const { on_fatal } = api;
  await new Promise((held) => navigator.locks.request(name, () => new Promise((release) => {
    api.on_fatal = (problem) => (release(), on_fatal(problem));
    held();
  })));
}`;

/** Resolves when the Python behind this connection has ended; never where the browser has no locks (without https). */
export async function untilDead(kernel) {
  if (!navigator.locks) return new Promise(() => {});
  const name = `coursekit:python:${crypto.randomUUID()}`;
  const js = `__import__("pyodide.code").code.run_js(${JSON.stringify(HOLD)})`;
  // Its kernel counts a hidden request too: the learner's outputs would then bear the number after their cell's.
  const code = `await ${js}(__import__("pyodide_js")._api, ${JSON.stringify(name)})\nget_ipython().execution_count -= 1`;
  const { content } = await kernel.requestExecute({ code, silent: true, store_history: false }).done;
  if (content.status !== "ok") throw new Error(content.evalue);
  return navigator.locks.request(name, () => {});
}

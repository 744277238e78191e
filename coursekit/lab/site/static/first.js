/* Text first: the saved page is there to be read before JupyterLab and Python are.

   It stands in the page's head. What it shows is taken away by the extension once the notebook itself is drawn. */
const root = new URL("..", location.origin + location.pathname.replace(/[^/]*$/, ""));
const course = { root, manifest: fetch(new URL("site.json", root)).then((found) => found.json()) };
window.coursekitSite = course;
performance.setResourceTimingBufferSize(3000); // what was loaded is kept for the next visit

const CURRENT = "use a current Firefox, Chrome, Edge or Safari";
const missing = [
  [typeof WebAssembly === "undefined", "This browser has no WebAssembly, so Python cannot run in it.", CURRENT],
  [typeof BigInt64Array === "undefined" || !("at" in []), "This browser is too old for Python.", CURRENT],
  [
    blocked(),
    "This browser keeps no data for this address, and JupyterLab cannot start without it.",
    "allow data (cookies) for it in the browser's settings, and load the page again",
  ],
].find(([lacks]) => lacks);

function blocked() {
  try {
    return !localStorage;
  } catch {
    return true;
  }
}

/* anywidget gives a widget two seconds to begin, and draws it never after that: too short for a slow tablet. */
const { timeout } = AbortSignal;
if (timeout) AbortSignal.timeout = (ms) => timeout.call(AbortSignal, Math.max(ms, 60_000));

/** The line above the page: `tell` says how far things are, and offers one thing to do; `warn` says what should stay,
    with a button that closes it. */
function line() {
  const bar = document.createElement("div");
  bar.className = "cks-bar";
  bar.innerHTML =
    '<span><span role="status"></span> <button type="button" class="cks-offer" hidden></button></span>' +
    '<span class="cks-acts"></span>' +
    '<span class="cks-note" role="alert"></span>';
  course.bar = bar;
  const status = bar.querySelector("[role=status]");
  const note = bar.querySelector(".cks-note");
  course.told = () => status.textContent;
  const offer = bar.querySelector(".cks-offer");
  course.tell = (text, { label, act } = {}) => {
    if (status.textContent !== text) status.textContent = text;
    offer.hidden = !label;
    offer.textContent = label;
    offer.onclick = act;
  };
  course.warn = (text) => {
    if (note.textContent.includes(text)) return;
    const paragraph = document.createElement("span");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.onclick = () => paragraph.remove();
    paragraph.append(`${text} `, close);
    note.append(paragraph);
  };
  course.tell(
    missing
      ? `${missing[1]} You can read everything; to run it, ${missing[2]}.`
      : "Python is starting: you can read on.",
  );
  document.body.prepend(bar);
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--cks-top", `${bar.offsetHeight}px`); // more where lines break
    dispatchEvent(new Event("resize"));
  }).observe(bar);
  if (!missing && (!window.isSecureContext || !navigator.serviceWorker)) course.unkept();
}

/** Without a service worker Python reaches no store. */
course.unkept = () =>
  course.warn(
    "Your answers cannot be kept here: the address does not begin with https, or the browser blocks it (a private window?).",
  );

async function read() {
  const path = new URLSearchParams(location.search).get("path") || "";
  const answer = await fetch(new URL(`reading/${path.replace(/\.ipynb$/, ".html")}`, root));
  if (!path || !answer.ok) return;
  const page = document.createElement("main");
  page.className = "cks-reading";
  page.innerHTML = await answer.text();
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").includes(":")) {
      event.preventDefault();
      const target = new URL(link.getAttribute("href"), `http://x/${path}`);
      if (target.hash && target.pathname === `/${path}`) location.hash = target.hash;
      else location.href = `?path=${target.pathname.slice(1)}${target.hash}`;
    }
  });
  document.body.append(page);
  course.reading = page;
}

addEventListener("DOMContentLoaded", async () => {
  line();
  await read().catch(() => {});
  if (!missing) await import(new URL("config-utils.js", root)).catch(course.lost);
});

/** Say what to do when the network went away in the middle of loading. */
course.lost = () => {
  if (!course.told?.().startsWith("Python is starting")) return;
  course.tell("The connection was lost while loading. You can read on; to run Python, load the page again.");
};
addEventListener("error", (event) => event.target?.tagName === "SCRIPT" && course.lost(), true);

/* That it could not be fetched a worker tells nobody but the one who made it. */
window.Worker = class extends Worker {
  constructor(...told) {
    super(...told);
    this.addEventListener("error", ({ message }) => message ?? course.lost());
  }
};

/* Parts of JupyterLab come only when they are used; what a worker lacks comes as a text. */
addEventListener("unhandledrejection", ({ reason }) => {
  if (/loading (css )?chunk|imported module|importing a module/i.test(reason)) {
    course.lost();
    course.warn?.("A part of the page could not be loaded: is the network gone? What you typed is here. Save your work, and load the page again later.");
  }
});

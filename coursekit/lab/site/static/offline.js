/* In front of JupyterLite's service worker: what never changes comes from the browser's own store, everything else
   from the network as long as there is one. So the second visit loads no Python again and needs no network, and a new
   release is never hidden: a file below python/ has its hash in its address. */
const KEPT = "coursekit";
const FIXED = /\/(python\/[^?/]+\/[^?]*|build\/[^?]*\.[0-9a-f]{6,}\.[a-z0-9]+|pyodide\/v[0-9.]+\/full\/[^?]*)$/;

self.addEventListener("activate", (event) => event.waitUntil(tidy().catch(() => {})));

/** Let go of the Python of former releases. */
async function tidy() {
  const { python } = await (await fetch("site.json", { cache: "no-cache" })).json();
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) {
    const here = new URL(url).origin === location.origin; // else on Pyodide's CDN
    const name = here ? url.split(`${registration.scope}python/`)[1] : url;
    if (name && FIXED.test(url) && !(decodeURI(name) in python)) await cache.delete(url);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin === location.origin && address.pathname.endsWith("/api/drive")) {
    event.stopImmediatePropagation();
    event.respondWith(drive(request, address.pathname));
    return;
  }
  if (request.method !== "GET" || !address.protocol.startsWith("http") || request.headers.has("range")) return;
  if (/\/api\/(stdin|service-worker)/.test(address.pathname)) return;
  const fixed = FIXED.test(address.origin + address.pathname);
  if (address.origin !== location.origin && !fixed) return;
  event.stopImmediatePropagation();
  event.respondWith(fixed ? kept(request) : fresh(request));
});

const page = new BroadcastChannel("/sw-api.v1");

/** Hand a file request of Python's to the page, and its answer back; one that failed there has failed here too. */
async function drive(request, pathname) {
  const message = { ...(await request.json()), pathname };
  return new Promise((done) => {
    const answered = ({ data }) => {
      if (data.requestId !== message.requestId || !("response" in data)) return;
      page.removeEventListener("message", answered);
      const { failed } = data.response ?? {};
      done(failed ? new Response(failed, { status: 500 }) : new Response(JSON.stringify(data.response)));
    };
    page.addEventListener("message", answered);
    page.postMessage(message);
  });
}

const coming = new Map();

/** From the store; else from the network, once for all who ask at the same time. */
async function kept(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request.url, { ignoreVary: true });
  if (found) return found;
  if (!coming.has(request.url)) {
    const answer = fetch(request).finally(() => coming.delete(request.url));
    coming.set(request.url, answer.then((each) => store(cache, request, each)));
  }
  return (await coming.get(request.url)).clone();
}

async function fresh(request) {
  const cache = await caches.open(KEPT);
  try {
    return await store(cache, request, await fetch(request));
  } catch (problem) {
    const found = await cache.match(request.url, { ignoreVary: true, ignoreSearch: request.mode === "navigate" });
    if (found) return found;
    throw problem;
  }
}

function store(cache, request, answer) {
  // A full store is no reason to fail: the answer is there.
  if (answer.status === 200 && answer.type !== "opaque") cache.put(request.url, answer.clone()).catch(() => {});
  return answer;
}

/* In front of JupyterLite's service worker: what never changes comes from the browser's own store, everything else
   from the network as long as there is one. So the second visit loads no Python again, and a new edition is never hidden. */
const KEPT = "coursekit-@edition@";
const FIXED = /\/(python\/[^?]*\.(whl|zip|wasm|mjs)|build\/[^?]*\.[0-9a-f]{6,}\.[a-z0-9]+|pyodide\/v[0-9.]+\/full\/[^?]*)$/;

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("coursekit-") && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || !address.protocol.startsWith("http") || /\/api\/(drive|stdin|service-worker)/.test(address.pathname)) return;
  if (address.origin !== location.origin && !FIXED.test(address.pathname)) return;
  event.stopImmediatePropagation();
  event.respondWith(FIXED.test(address.pathname) ? kept(request) : fresh(request));
});

async function kept(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request, { ignoreVary: true });
  return found ?? keep(cache, request, await fetch(request));
}

async function fresh(request) {
  const cache = await caches.open(KEPT);
  try {
    return await keep(cache, request, await fetch(request));
  } catch (problem) {
    const found = await cache.match(request, { ignoreVary: true });
    if (found) return found;
    throw problem;
  }
}

function keep(cache, request, answer) {
  if (answer.ok && answer.status === 200) cache.put(request, answer.clone()).catch(() => {});
  return answer;
}

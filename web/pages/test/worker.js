// Keeps the page's own files, so that it can be loaded again where there is no network. Nothing of
// anybody's test passes through here, and what the network gives always comes first.

// VERSION and SHELL are written above this by the server; after an update they are others.
const KEPT = `emtihan-shell-${VERSION}`;
const SILENCE = 5000; // milliseconds; a network that says nothing for longer is none
const withoutNetwork = new Set(); // pages that came from here: so do their files, of one version

self.addEventListener("install", (event) => {
  self.skipWaiting();
  const fresh = SHELL.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetEarlier().then(() => self.clients.claim()));
});

async function forgetEarlier() {
  const earlier = (await caches.keys()).filter((name) => name.startsWith("emtihan-shell-") && name !== KEPT);
  await Promise.all(earlier.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !SHELL.includes(pathname)) return;
  if (event.request.mode === "navigate") event.respondWith(opened(event, pathname));
  else if (withoutNetwork.has(event.clientId)) event.respondWith(kept(pathname));
});

async function opened({ request, resultingClientId }, pathname) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(SILENCE) });
    if (answer.status < 500) return answer;
  } catch {
    // no network: what is kept will do
  }
  withoutNetwork.add(resultingClientId);
  return kept(pathname);
}

async function kept(pathname) {
  return (await caches.match(pathname, { cacheName: KEPT })) ?? fetch(pathname);
}

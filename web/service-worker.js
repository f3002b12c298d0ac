// Keeps the page for times without a network. All files of a release stand and go together: a page never gets a file of
// another release from here. A newer release waits until all pages of the older one are closed, or a page asks for it.
//
// `cargo xtask build` puts the release's name and the names of its files into these lines.
const RELEASE = "";
const FILES = [];
/** What the page asks for later, or never: kept once the rest is there. */
const LATER = [];

const { scope } = self.registration;
/** Another site of the same host may be this program, too. */
const OWN = `rulelens ${scope} `;
const CACHE = OWN + RELEASE;

const address = (file) => new URL(file, scope).href;
const fetched = (file) => new Request(address(file), { cache: "no-cache" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map(fetched))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
  // Nobody waits for it, and who pays for each megabyte does without.
  if (!navigator.connection?.saveData) keepLater();
});

self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});

async function answer(request) {
  const { origin, pathname } = new URL(request.url);
  const asked = origin + pathname;
  const isPage = asked === scope || asked === address("index.html");
  const cache = await caches.open(CACHE);
  return (await cache.match(isPage ? scope : asked)) ?? fetch(request);
}

async function forgetOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function keepLater() {
  const cache = await caches.open(CACHE);
  for (const file of LATER) {
    // The next start tries again.
    if (!(await cache.match(address(file)))) await cache.add(fetched(file)).catch(() => {});
  }
}

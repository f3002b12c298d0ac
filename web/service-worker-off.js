// Takes back what `service-worker.js` kept and ends it, on all devices that visit the page: `cargo xtask build --no-offline`
// publishes this file under that name.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const own = (await caches.keys()).filter((name) => name.startsWith(`rulelens ${self.registration.scope} `));
      await Promise.all(own.map((name) => caches.delete(name)));
      await self.registration.unregister();
    })(),
  );
});

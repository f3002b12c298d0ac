// What the program does without at its start comes with `later`, or when it is called.
const coldAddress = new URL("./cold.wasm", import.meta.url);
let coldModule;

/** Puts it into the program's table. */
function coldCame() {
  new WebAssembly.Instance(coldModule, { program: wasm });
  wasm.cold.value = 1;
}

/** Fetches it, without a call that waits. */
export async function later() {
  if (coldModule) return;
  const response = await fetch(coldAddress);
  if (!response.ok) throw new TypeError(`${response.status} for a part of the page`);
  const isNamed = response.headers.get("Content-Type")?.startsWith("application/wasm");
  const module = isNamed ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer());
  if (coldModule) return;
  coldModule = module;
  if (wasm) coldCame();
}

/** Fetches it with a call that waits. */
function fetchCold() {
  const request = new XMLHttpRequest();
  request.open("GET", coldAddress, false);
  // Bytes as characters: only a worker may ask for a buffer in this way.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new TypeError(`${request.status} for a part of the page`);
  return new WebAssembly.Module(Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0)));
}

/** Has it here when this returns: something calls it. */
function coldNow() {
  try {
    coldModule ??= fetchCold();
  } catch (error) {
    // What called it ends here, in the midst of its work.
    const notice = globalThis.document?.getElementById("start-problem");
    if (notice) {
      notice.textContent = `A part of the page did not load (${error.message}). Please check the connection and reload the page.`;
      notice.hidden = false;
    }
    throw error;
  }
  coldCame();
}

// What `PreparedRule` has beside the methods that wasm-bindgen makes of prepared.rs; prepared.d.ts has the types. `cargo xtask`
// puts this behind the script that wasm-bindgen writes, in which `wasm` is the module: so it is one call from text to text,
// and nothing is made for a message but its text.
{
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // Node's own kind of bytes gives a text without a view of it, of ASCII in the least time.
  const isNode = typeof Buffer === "function" && ["latin1Slice", "utf8Slice"].every((name) => name in Buffer.prototype);
  /** The module's memory; empty where that has grown, and stands elsewhere. */
  let memory = new Uint8Array(0);

  /** The text that stands in the module's memory from a place to another one. */
  function text(start, end, isAscii) {
    if (memory.length === 0) {
      const { buffer } = wasm.memory;
      memory = isNode ? Buffer.from(buffer) : new Uint8Array(buffer);
    }
    if (!isNode) return decoder.decode(memory.subarray(start, end));
    return isAscii ? memory.latin1Slice(start, end) : memory.utf8Slice(start, end);
  }

  PreparedRule.prototype.outgoing = function outgoing(payload) {
    if (typeof payload !== "string") throw new TypeError("The payload is no string.");
    // Three bytes at most for each UTF-16 code unit. The room is empty where the memory has grown, and nobody's where the rule
    // is freed, which asking for another one then says.
    const most = 3 * payload.length;
    if (!(this.__wbg_ptr && this.__room?.length > most)) this.__room = this.textRoom(2 * most + 1);
    const answer = this.runText(encoder.encodeInto(payload, this.__room).written);
    if (answer < 0) return undefined;
    if (answer & 2) this.__place = this.textPlace();
    return text(this.__place, this.__place + (answer >> 2), !(answer & 1));
  };
}

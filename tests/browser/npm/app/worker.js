// Asked before the engine is there: the message waits until the module has been worked through.
const asked = new Promise((resolve) => (self.onmessage = ({ data }) => resolve(data)));
const { evaluate } = await import("rulelens/small");
self.postMessage(evaluate(await asked).outgoingPayload);

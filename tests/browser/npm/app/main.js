// What somebody writes who bundles the package: the whole engine here, the small one in a worker, and the element.
import { evaluate } from "rulelens";
import "rulelens/element";

const rule = { sql: "SELECT regexp_matches(a, 'b+') AS c FROM 'x'", topic: "x", payload: '{"a": "abb"}' };
document.querySelector("#whole").textContent = evaluate(rule).outgoingPayload;

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => (document.querySelector("#worker").textContent = data);
worker.postMessage({ sql: "SELECT a + 1 AS b FROM 'x'", topic: "x", payload: '{"a": 41}' });

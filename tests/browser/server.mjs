// Serves the built site as a plain static host does: below the path BASE, on port PORT, nothing outside it, and no
// stand-in for a missing file.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const { PORT, BASE } = process.env;
const site = sirv(fileURLToPath(new URL("../../dist", import.meta.url)), { dev: true });

createServer((request, response) => {
  const notFound = () => response.writeHead(404).end("not found");
  if (!request.url.startsWith(BASE)) return notFound();
  request.url = request.url.slice(BASE.length - 1);
  site(request, response, notFound);
}).listen(Number(PORT), "127.0.0.1");

// Serves the built site as a plain static host does: below the path BASE, on port PORT, with the headers that the site
// brings for its host, nothing outside it, and no stand-in for a missing file. Another folder than the built one is SITE.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const { PORT, BASE, SITE = fileURLToPath(new URL("../../dist", import.meta.url)) } = process.env;
const site = sirv(SITE, { dev: true });

/** The rules of a `_headers` file: a path with `*`, and below it `Name: value`, or `! Name` for one that is taken back. */
function rules(file) {
  const found = [];
  // A site that is being worked on has none.
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) {
    if (line.startsWith("/")) {
      const pattern = line.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      found.push({ path: new RegExp(`^${pattern}$`), headers: [] });
    } else if (line.trim()) {
      found.at(-1).headers.push(line.trim());
    }
  }
  return found;
}

const headers = rules(`${SITE}/_headers`);

createServer((request, response) => {
  const notFound = () => response.writeHead(404).end("not found");
  if (!request.url.startsWith(BASE)) return notFound();
  request.url = request.url.slice(BASE.length - 1);
  const { pathname } = new URL(request.url, "http://host");
  for (const { path, headers: lines } of headers) {
    if (!path.test(pathname)) continue;
    for (const line of lines) {
      const [name, ...value] = line.split(": ");
      if (name.startsWith("! ")) response.removeHeader(name.slice(2));
      else response.setHeader(name, value.join(": "));
    }
  }
  site(request, response, notFound);
}).listen(Number(PORT), "127.0.0.1");

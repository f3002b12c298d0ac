// Puts the code editor and the packages that it is made of together as one module:
// `node build.mjs PACKAGES OUT REPORT`, with the folder `node_modules`, the module, and what it is made of as JSON.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [packages, outfile, report] = process.argv.slice(2);
const { build } = createRequire(`${packages}/`)("esbuild");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { metafile } = await build({
  entryPoints: [here("editor.mjs")],
  alias: { "@lezer/highlight": here("no-grammar.mjs") },
  nodePaths: [packages],
  outfile,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
writeFileSync(report, JSON.stringify(metafile));

/**
 * The front end into dist/: dist/portal (the site) and dist/frame (the second origin), each as it is served.
 *
 * Lazy chunks of the elements are scripts of their own beside the base bundle, from which they take what they share.
 * Fails when a bundle, or the element set as a whole, is larger than its budget (KB after gzip; design: budgets).
 */

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "..", "dist");

const BUNDLES = [
  { from: "elements/index.ts", to: "frame/frame/crowd-html-elements.js", budget: 25 },
  { from: "elements/image/index.ts", to: "frame/frame/crowd-image-tools.js", budget: 30, lazy: true },
  { from: "elements/text/index.ts", to: "frame/frame/crowd-text-tools.js", budget: 12, lazy: true },
  { from: "elements/forms/index.ts", to: "frame/frame/crowd-form-controls.js", budget: 9, lazy: true },
  { from: "frame/bootstrap.ts", to: "frame/frame/bootstrap.js", budget: 2 },
  { from: "portal/main.ts", to: "portal/portal.js", budget: 30 },
  { from: "preview/main.ts", to: "preview/preview.js", budget: 4 },
  { from: "portal/operator.ts", to: "portal/operator.js", budget: 4, lazy: true },
];
/** All that a page with every element loads. */
const ELEMENTS = { folder: "elements/", budget: 60 };
const COPIES = [
  ["elements/crowd-html-elements.css", "frame/frame/crowd-html-elements.css"],
  ["frame/index.html", "frame/index.html"],
  ["portal/index.html", "portal/index.html"],
  ["portal/portal.css", "portal/portal.css"],
  ["portal/favicon.svg", "portal/favicon.svg"],
  ["preview/index.html", "preview/index.html"],
  ["portal/favicon.svg", "preview/favicon.svg"],
  ["preview/preview.css", "preview/preview.css"],
  ["portal/contours.svg", "portal/contours.svg"],
  ...["es", "de", "ja", "ar"].map((name) => [`portal/languages/${name}.ftl`, `portal/languages/${name}.ftl`]),
];

const OPTIONS = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome123", "firefox124", "safari17.5"],
  legalComments: "none",
  loader: { ".css": "text", ".ftl": "text" },
  logLevel: "warning",
};

/** `import … from "../shared.ts"` in a chunk is what the base bundle left on the window. */
const SHARED = {
  name: "shared",
  setup(esbuild) {
    const name = (args) => (args.resolveDir.endsWith("portal") ? "trigpointPortal" : "trigpointElements");
    esbuild.onResolve({ filter: /\/shared\.ts$/ }, (args) => ({ path: name(args), namespace: "shared" }));
    esbuild.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({ contents: `module.exports = ${path}` }));
  },
};

/** The elements' style sheets and markup without their indentation: 1 KB of the whole. */
const SQUEEZED = {
  name: "squeezed",
  setup(esbuild) {
    esbuild.onLoad({ filter: /elements\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { loader: "ts", contents: markupSqueezed(source.replace(/css`[^`]*`/g, styleSqueezed)) };
    });
  },
};

function styleSqueezed(style) {
  return style
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s*([{};])\s*/g, "$1")
    .replace(/([:,])\s+/g, "$1")
    .replace(/\s+/g, " ");
}

/** A line break between tags, attributes and placeholders is one space. */
function markupSqueezed(source) {
  return source
    .replace(/>\n\s+(?=[<$])/g, "> ")
    .replace(/\}\n\s+(?=<)/g, "} ")
    .replace(/\n\s+(?=[@.?]?[\w-]+=["$])/g, " ")
    .replace(/\n\s+(?=\/?>)/g, " ");
}

for (const part of ["portal", "frame", "preview"]) await rm(join(DIST, part), { recursive: true, force: true });
await Promise.all(BUNDLES.map(bundle));
await Promise.all(COPIES.map(([from, to]) => copy(from, to)));
const sizes = await Promise.all(BUNDLES.map(measure));
for (const size of sizes) console.log(`${size.to.padEnd(40)} ${size.gz.toFixed(1)} KB gz (at most ${size.budget})`);
const whole = sizes.filter(({ from }) => from.startsWith(ELEMENTS.folder)).reduce((sum, { gz }) => sum + gz, 0);
console.log(`${"all elements".padEnd(40)} ${whole.toFixed(1)} KB gz (at most ${ELEMENTS.budget})`);
if (sizes.some((size) => size.gz > size.budget) || whole > ELEMENTS.budget) {
  console.error("A bundle is larger than its budget: take something out, or raise the budget and say why.");
  process.exit(1);
}
await writeFile(join(DIST, "built"), "");

async function bundle({ from, to, lazy }) {
  await build({
    ...OPTIONS,
    entryPoints: [join(HERE, from)],
    outfile: join(DIST, to),
    plugins: lazy ? [SHARED, SQUEEZED] : [SQUEEZED],
    tsconfig: join(HERE, "tsconfig.json"),
  });
}

async function copy(from, to) {
  await mkdir(dirname(join(DIST, to)), { recursive: true });
  await copyFile(join(HERE, from), join(DIST, to));
}

async function measure({ from, to, budget }) {
  const bytes = await readFile(join(DIST, to));
  return { from, to, budget, gz: gzipSync(bytes, { level: 9 }).length / 1024 };
}

/** The drawing elements: cases of their own. Prints the failures. */

import { run } from "./browser.ts";
import { failuresOf, type Files, tried } from "./element-page.ts";
import { BOX_CASES } from "./box-cases.ts";
import { MASK_CASES } from "./mask-cases.ts";
import { EARLIER, seen } from "./mask-reader.ts";
import { PAINT_CASES } from "./paint-cases.ts";
import { SHAPE_CASES } from "./shape-cases.ts";

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#89a"/>
  <circle cx="200" cy="150" r="60" fill="#e63"/></svg>`;
const FILES: Files = {
  "/picture.svg": { type: "image/svg+xml", body: PICTURE },
  "/mask.png": { type: "image/png", body: Buffer.from(EARLIER) },
};

await run(async (browser) => {
  const all = [...BOX_CASES, ...SHAPE_CASES, ...MASK_CASES, ...PAINT_CASES].filter(({ name }) =>
    name.includes(process.argv[3] ?? ""),
  );
  return { cases: all.length, failures: await failuresOf(all, (one) => tried(browser, one, FILES, seen)) };
});

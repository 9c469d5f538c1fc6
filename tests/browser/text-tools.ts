/** Text marks and form controls: cases of their own. Prints the failures. */

import { run } from "./browser.ts";
import { failuresOf, tried } from "./element-page.ts";
import { FORM_CASES } from "./form-cases.ts";
import { REVIEW_CASES } from "./review-cases.ts";
import { TEXT_CASES } from "./text-cases.ts";

await run(async (browser) => {
  const all = [...TEXT_CASES, ...FORM_CASES, ...REVIEW_CASES].filter(({ name }) =>
    name.includes(process.argv[3] ?? ""),
  );
  return { cases: all.length, failures: await failuresOf(all, (one) => tried(browser, one)) };
});

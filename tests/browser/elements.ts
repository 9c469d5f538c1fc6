/**
 * What worker templates rely on besides tags (facts: worker-ui 1b and 2): each case is a template, what a person
 * or its own code does in it, and the answers that come out. Prints the failures.
 */

import { run } from "./browser.ts";
import { CASES } from "./element-cases.ts";
import { type Case, failuresOf, SCRIPT, tried } from "./element-page.ts";
import { LATE_CASES } from "./late-cases.ts";
import { MULTI_SELECT_CASES } from "./multi-select-cases.ts";
import { WARNING_CASES } from "./warning-cases.ts";

await run(async (browser) => {
  const all = [...CASES, ...MULTI_SELECT_CASES, ...WARNING_CASES, ...LATE_CASES];
  const play = (one: Case): Promise<void> => tried(browser, { ...one, html: SCRIPT + one.html });
  return { cases: all.length, failures: await failuresOf(all, play) };
});

/** axe-core on every view and on the task pages, in light and dark. Prints what it calls serious or critical. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Frame, Page } from "playwright-core";
import { frontFrame, given, openJob, type Person, run, watchedPage } from "./browser.ts";

interface Given extends Person {
  titles: string[];
}

interface Found {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { titles, ...person } = given<Given>();

await run(async (browser) => {
  const found: Record<string, string[]> = {};
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [view, problems] of await views(browser, colorScheme)) found[`${view}, ${colorScheme}`] = problems;
  }
  return found;
});

async function views(browser: Browser, colorScheme: "light" | "dark"): Promise<[string, string[]][]> {
  const { page } = await watchedPage(browser, { colorScheme });
  const found: [string, string[]][] = [];
  const look = async (view: string, where: Page | Frame = page): Promise<void> => {
    found.push([view, await serious(where)]);
  };
  await page.goto(person.portal);
  await page.getByLabel("E-mail").fill(person.email);
  await look("sign-in");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("is not right").waitFor();
  await look("refused sign-in");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("listitem").first().waitFor();
  await look("jobs");
  await page.getByRole("button", { name: "Settings" }).click();
  await look("settings");
  await page.keyboard.press("Escape");
  for (const title of titles) {
    await openJob(page, title);
    await look(`seat ${title}`);
    await look(`task ${title}`, await frontFrame(page));
    await page.getByRole("button", { name: "Decline" }).click();
    await look(`decline ${title}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Answers" }).click();
    await look(`answers ${title}`);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Leave" }).click();
    await page.getByRole("listitem").first().waitFor();
  }
  await page.getByRole("link", { name: `My answers in ${titles[0]}` }).click();
  await page.getByRole("heading", { name: "My last answers" }).waitFor();
  await look("answers page");
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("table").waitFor();
  await look("operator");
  await page.context().close();
  return found;
}

/** WCAG A and AA, 2.2 with its target size; the frames are looked at on their own. */
async function serious(where: Page | Frame): Promise<string[]> {
  await where.evaluate(AXE);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const options = JSON.stringify({ runOnly: tags, iframes: false });
  const { violations } = await where.evaluate<Found>(`axe.run(document, ${options})`);
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)} ${one.nodes[0]?.failureSummary.slice(0, 300)}`);
}

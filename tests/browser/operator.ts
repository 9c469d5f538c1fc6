/** The operator's view: what failed and why, then stop. With no job: what somebody else gets at its address. */

import type { Page } from "playwright-core";
import { given, type Person, run, signIn, watchedPage } from "./browser.ts";

const { job, ...person } = given<Person & { job: string }>();

await run(async (browser) => {
  const { page, troubles } = await watchedPage(browser);
  await signIn(page, person);
  await page.getByRole("heading", { name: "Open jobs" }).waitFor();
  if (!job) return outsider(page);
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: job }) });
  await row.getByRole("button", { name: "failed objects" }).click();
  const items = page.locator("tr.details li");
  await items.first().waitFor();
  const failed = await items.allInnerTexts();
  await row.getByRole("button", { name: `Stop` }).click();
  await page.getByRole("button", { name: "Stop job" }).click();
  await row.getByText(/Stopp/).waitFor();
  return { failed: failed.map((text) => text.replace(/\s+/g, " ")), troubles };
});

async function outsider(page: Page): Promise<unknown> {
  await page.evaluate(() => (location.hash = "#/jobs"));
  await page.getByRole("heading", { name: "Open jobs" }).waitFor();
  const views = await page.getByRole("navigation").count();
  const refused = await page.evaluate(async () => {
    const { access } = JSON.parse(sessionStorage.getItem("trigpoint-session") ?? "{}") as { access: string };
    return (await fetch("/console/jobs", { headers: { authorization: `Bearer ${access}` } })).status;
  });
  return { views, heading: await page.getByRole("heading", { level: 1 }).innerText(), refused };
}

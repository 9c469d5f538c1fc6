/** The operator reads what a job's model promises, and its report. */

import { given, type Person, run, signIn, watchedPage } from "./browser.ts";

const { job, picture, ...person } = given<Person & { job: string; picture: string }>();

await run(async (browser) => {
  const { page, troubles } = await watchedPage(browser);
  await signIn(page, person);
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: job }) });
  const promise = await row.getByText("machine labels").innerText();
  await row.getByRole("button", { name: "Automated labeling of" }).click();
  const report = page.frameLocator("dialog.report iframe");
  const heading = await report.getByRole("heading", { level: 1 }).innerText();
  const drawings = await report.locator("svg").count();
  const rows = await report.locator("table").first().locator("tr").allInnerTexts();
  await page.screenshot({ path: picture });
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator("dialog.report").waitFor({ state: "detached" });
  return { promise, heading, drawings, rows: rows.map((text) => text.replace(/\s+/g, " ")), troubles };
});

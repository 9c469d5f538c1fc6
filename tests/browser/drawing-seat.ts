/** Drawing in the real seat: the lazy chunk in the frame without an origin, masks read from S3. Prints troubles. */

import type { FrameLocator, Page } from "playwright-core";
import { given, onScreen, openJob, type Person, run, signIn, watchedPage } from "./browser.ts";

interface Given extends Person {
  boxes: string;
  areas: string;
  verdicts: string;
  folder?: string;
}

let painted: number[] = [];
const { boxes, areas, verdicts, folder, ...person } = given<Given>();

await run(async (browser) => {
  const { page, troubles } = await watchedPage(browser);
  await signIn(page, person);
  await page.getByRole("listitem").first().waitFor();
  await seated(page, boxes, async (task) => {
    await task.locator(".stage").focus();
    for (const key of ["Space", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "Space"]) {
      await page.keyboard.press(key);
    }
    await task.getByRole("button", { name: /^red/ }).waitFor();
  });
  await seated(page, areas, async (task) => {
    await task.getByRole("button", { name: /^red 25/ }).waitFor();
    await task.locator(".stage").focus();
    for (const key of ["g", "2", "Space"]) await page.keyboard.press(key);
    await task.getByRole("button", { name: /^green/ }).waitFor();
    const tool = task.locator("crowd-semantic-segmentation");
    painted = await tool.evaluate((one) =>
      (one as unknown as { editor: { counts: number[] } }).editor.counts.slice(0, 3),
    );
  });
  await seated(page, verdicts, async (task) => {
    await task.getByRole("img", { name: /its labels: red, green/ }).waitFor();
    await page.keyboard.press("1");
  });
  return { troubles, painted };
});

async function seated(page: Page, title: string, act: (task: FrameLocator) => Promise<void>): Promise<void> {
  await openJob(page, title);
  const { task } = await onScreen(page);
  await act(task);
  if (folder) await page.screenshot({ path: `${folder}/seat-${title}.png` });
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "All done for now" }).waitFor();
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByRole("heading", { name: "Open jobs" }).waitFor();
}

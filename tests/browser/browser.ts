/** Chromium for the tests, and what each of them does first. */

import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Frame,
  type FrameLocator,
  type Page,
} from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-quic",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
];

/** A machine that runs other tests beside these is slow; a page that is broken stays so. */
export const PATIENCE_MS = 60_000;

/** The path comes from scripts/chromium.sh. */
export function launch(): Promise<Browser> {
  const executablePath = process.env["TRIGPOINT_CHROMIUM"];
  if (!executablePath) throw new Error("TRIGPOINT_CHROMIUM is not set: run the tests through pytest.");
  return chromium.launch({ executablePath, args: FLAGS });
}

/** The document that pytest gives to a script. */
export function given<T>(): T {
  return JSON.parse(process.argv[2] ?? "{}") as T;
}

/** Run the script with a browser, and print what it found as the last line. */
export async function run(script: (browser: Browser) => Promise<unknown>): Promise<void> {
  const browser = await launch();
  try {
    console.log(JSON.stringify(await script(browser)));
  } finally {
    await browser.close();
  }
}

/** A page, and everything that went wrong in it. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const error = request.failure()?.errorText;
    // A waiting task that is given back takes what it was loading with it, its frame's document too. The page's own
    // document needs no watch: goto and reload fail with it.
    const loading = ["document", "image", "script", "stylesheet"].includes(request.resourceType());
    const cancelled = loading && error === "net::ERR_ABORTED";
    if (!cancelled) troubles.push(`failed: ${request.url()} ${error}`);
  });
  page.on("response", (reply) => {
    if (reply.status() >= 400) troubles.push(`status ${reply.status()}: ${reply.url()}`);
  });
  return { page, troubles };
}

export interface Person {
  portal: string;
  email: string;
  password: string;
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(person.portal);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function openJob(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: `Start labeling ${title}` }).click();
  await onScreen(page);
}

/** The task on the screen: its object, and its page. */
export async function onScreen(page: Page): Promise<{ object: number; task: FrameLocator }> {
  const task = page.frameLocator("iframe.task.front:not(.loading)");
  await task.getByRole("radio").first().waitFor();
  return { object: await objectOnScreen(page), task };
}

async function objectOnScreen(page: Page): Promise<number> {
  const title = await page.locator("iframe.task.front").getAttribute("title");
  return Number(/^Task (\d+) /.exec(title ?? "")?.[1]);
}

/** Until another object than this one is on the screen, or nothing is. */
export async function goneFrom(page: Page, object: number): Promise<void> {
  await page.locator(`iframe.task.front[title^="Task ${object} "]`).waitFor({ state: "detached" });
}

export async function frontFrame(page: Page): Promise<Frame> {
  const handle = await page.locator("iframe.task.front:not(.loading)").elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error("no task on the screen");
  return frame;
}

/**
 * Custom templates in the real frame page, with its real headers: each is handed over as the portal does, a person acts,
 * and what comes out of the message port is printed.
 */

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { given, PATIENCE_MS, run } from "./browser.ts";
import { act, type Act, heard as heard } from "./custom-acts.ts";

interface Given {
  templates: Record<string, { html: string; acts: Act[] }>;
  headers: Record<string, string>;
  /** By path: type, and content in base64. */
  files: Record<string, [type: string, body: string]>;
}

const SITE = "http://frame.test";
const DIST = new URL("../../dist/frame/", import.meta.url);
const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };
const AT_ONCE = 2;
const { templates, headers, files } = given<Given>();

await run(async (browser) => {
  const waiting = Object.entries(templates);
  const found: Record<string, unknown> = {};
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) found[next[0]] = await played(browser, next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
});

async function played(browser: Browser, { html, acts }: Given["templates"][string]): Promise<unknown> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  try {
    await page.route("**/*", (route) => route.fulfill(reply(new URL(route.request().url()))));
    await page.goto(`${SITE}/index.html`);
    await handOver(page, html);
    await act(page, acts);
  } catch (error) {
    troubles.push((error as Error).message.split("\n").slice(0, 4).join(" "));
  }
  const said = await page.evaluate<{ type: string; answer?: unknown; reason?: string }[]>("said").catch(() => []);
  await context.close();
  return {
    answers: said.filter(({ type }) => type === "submit").map(({ answer }) => answer),
    refusals: said.filter(({ type }) => type === "invalid").map(({ reason }) => reason),
    troubles,
  };
}

function reply(url: URL): { status?: number; contentType?: string; headers?: Record<string, string>; body?: Buffer } {
  const file = files[url.pathname];
  const open = { "access-control-allow-origin": "*" };
  if (file) return { contentType: file[0], headers: open, body: Buffer.from(file[1], "base64") };
  const type = TYPES[url.pathname.split(".").at(-1) ?? ""];
  if (url.origin !== SITE || !type) return { status: 404 };
  return { contentType: type, headers: { ...headers, ...open }, body: readFileSync(new URL(`.${url.pathname}`, DIST)) };
}

/** As the portal: one message with the page and one end of a channel. */
async function handOver(page: Page, html: string): Promise<void> {
  await page.evaluate((source) => {
    const said: unknown[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => said.push(data);
    Object.assign(globalThis, { said });
    window.postMessage({ type: "init", version: 1, html: source }, "*", [port2]);
  }, html);
  await heard(page, "ready");
}

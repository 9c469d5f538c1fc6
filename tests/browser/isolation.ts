/**
 * A hostile template in the seat, and the same page without a seat around it.
 *
 * Prints which attempts reached the sink (an HTTP and a STUN port of this machine) from either. The second is the
 * proof that the sink notices what the first must not do.
 */

import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { frontFrame, given, onScreen, openJob, type Person, run, signIn, watchedPage } from "./browser.ts";

const { port, title, ...person } = given<Person & { port: number; title: string }>();
const SINK = `http://127.0.0.1:${port}`;
/** Long enough for anything that was going to be sent. */
const QUIET_MS = 2_000;

const reached = new Set<string>();
const sink = createServer((request, reply) => {
  const path = request.url ?? "";
  if (path === "/control") return void reply.setHeader("content-type", "text/html").end(control());
  reached.add(path);
  reply.setHeader("access-control-allow-origin", "*").end();
});
sink.on("connection", () => reached.add("connection"));
sink.on("upgrade", (request, socket) => (reached.add(request.url ?? ""), socket.destroy()));
const stun = createSocket("udp4", () => void reached.add("web rtc"));
await new Promise<void>((ready) => sink.listen(port, "127.0.0.1", ready));
await new Promise<void>((ready) => stun.bind(port, "127.0.0.1", ready));

await run(async (browser) => {
  const seated = await inTheSeat(browser);
  const blocked = take();
  await withoutASeat(browser);
  return { ...seated, reached: blocked, control: take() };
});
sink.close();
sink.closeAllConnections();
stun.close();

function take(): string[] {
  const all = [...reached].sort();
  reached.clear();
  return all;
}

async function inTheSeat(browser: Browser): Promise<Record<string, unknown>> {
  const { page } = await watchedPage(browser);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => (dialogs.push(dialog.type()), void dialog.dismiss()));
  await signIn(page, person);
  await openJob(page, title);
  await page.waitForTimeout(QUIET_MS);
  const frame = await frontFrame(page);
  const outcomes = await frame.evaluate("outcomes");
  for (const escape of ["up", "named", "parent", "script", "form", "download", "navigation", "refresh"]) {
    await page.reload();
    await onScreen(page);
    await (await frontFrame(page)).evaluate(`escapes.${escape}()`).catch(() => undefined);
    await page.waitForTimeout(QUIET_MS / 2);
  }
  const pages = page.context().pages().length;
  return { outcomes, dialogs, pages, address: page.url(), signedIn: await page.getByText("Leave").isVisible() };
}

async function withoutASeat(browser: Browser): Promise<void> {
  const { page } = await watchedPage(browser);
  page.on("dialog", (dialog) => void dialog.dismiss());
  await page.goto(`${SINK}/control`, { waitUntil: "commit" });
  await page.waitForTimeout(QUIET_MS);
}

/** The hostile page as any site could serve it; what would leave the page at once is taken out. */
function control(): string {
  const html = readFileSync(new URL("hostile.html", import.meta.url), "utf8");
  const staying = html.replace(/^.*top navigation.*$/gm, "");
  const address = stun.address() as AddressInfo;
  return staying.replaceAll("SINK", SINK).replaceAll("STUN", `127.0.0.1:${address.port}`).replaceAll("PORTAL", SINK);
}

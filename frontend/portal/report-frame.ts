/** A page to read, in the sandboxed frame that tasks are shown in: it loads nothing and nobody listens to it. */

import { type Init, VERSION } from "../frame/contract.ts";

export function reportFrame(origin: string, title: string, page: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("sandbox", "allow-scripts allow-forms");
  frame.referrerPolicy = "no-referrer";
  const message: Init = { type: "init", version: VERSION, html: page };
  // A sandboxed frame has no origin to name; frame-src keeps every other site out of it.
  const say = (): void => frame.contentWindow?.postMessage(message, "*", [new MessageChannel().port2]);
  frame.addEventListener("load", say, { once: true });
  frame.src = `${origin}/`;
  return frame;
}

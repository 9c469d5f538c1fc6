/** Loads a lazy chunk when one of its elements appears on the page. */

import { REFUSED } from "../frame/contract.ts";
import { CHUNKS } from "./tags.ts";

const TAGS = Object.values(CHUNKS).flat();
const ANY = TAGS.join(", ");
const loads = new Map<string, Promise<void>>();
let home = "";

/** Look for the elements now and from now on. Chunks lie beside the script that is running. */
export function watchForChunks(): void {
  home = runningScript();
  watch(document);
  loadFor(document);
}

/** Templates put elements of ours into the shadow trees of widgets too. */
export function watch(root: Document | ShadowRoot): void {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) loadFor(node);
  }).observe(root, { childList: true, subtree: true });
}

/** Until everything that was asked for is there. */
export async function chunksLoaded(): Promise<void> {
  loadFor(document);
  await Promise.all(loads.values());
}

/** Load the chunk that defines an element. */
export function need(tag: string): void {
  const file = Object.keys(CHUNKS).find((name) => CHUNKS[name]?.includes(tag));
  if (!file || loads.has(file)) return;
  loads.set(file, load(file));
}

function loadFor(root: Element | Document): void {
  if (root instanceof Element && TAGS.includes(root.localName)) need(root.localName);
  for (const element of root.querySelectorAll(ANY)) need(element.localName);
}

function runningScript(): string {
  const running = document.currentScript ?? document.querySelector('script[src*="crowd-html-elements"]');
  return (running as HTMLScriptElement | null)?.src || document.baseURI;
}

/** Classic scripts: the frame has no origin, and modules would need CORS. */
function load(file: string): Promise<void> {
  return new Promise((done) => {
    const script = document.createElement("script");
    script.src = new URL(file, home).href;
    script.onload = () => done();
    script.onerror = () => {
      const detail = "The tools of this page did not load. Reload the page, or decline the task.";
      document.dispatchEvent(new CustomEvent(REFUSED, { detail }));
      done();
    };
    document.head.append(script);
  });
}

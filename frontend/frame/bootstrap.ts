/**
 * The task frame's static page: waits for one rendered template and becomes it.
 *
 * document.open() keeps this page's window, origin and Content-Security-Policy; listeners on the document
 * are gone after it and are set again. Nothing here protects the portal: the sandbox does.
 */

import {
  ANSWERED,
  type FrameMessage,
  type Init,
  isInit,
  isPress,
  PORTAL_KEYS,
  READY,
  REFUSED,
  RESTORE,
} from "./contract.ts";

function begin(event: MessageEvent): void {
  const port = event.ports[0];
  if (event.source !== window.parent || !isInit(event.data) || !port) return;
  window.removeEventListener("message", begin);
  become(event.data, port);
}

function become(init: Init, port: MessagePort): void {
  const send = (message: FrameMessage): void => port.postMessage(message);
  document.open();
  document.addEventListener(ANSWERED, (event) => send({ type: "submit", answer: (event as CustomEvent).detail }));
  document.addEventListener(REFUSED, (event) => send({ type: "invalid", reason: (event as CustomEvent).detail }));
  document.addEventListener("keydown", (event) => passOn(event, send));
  const ready = { once: true };
  document.addEventListener(READY, () => onReady(init, send), ready);
  document.addEventListener("DOMContentLoaded", () => describe(send), ready);
  port.onmessage = (message) => press(message.data);
  document.write(init.html);
  document.close();
}

function onReady(init: Init, send: (message: FrameMessage) => void): void {
  if (init.answer) document.dispatchEvent(new CustomEvent(RESTORE, { detail: init.answer }));
  send({ type: "ready" });
}

/** What a template without a head of its own lacks, and its height from now on. */
function describe(send: (message: FrameMessage) => void): void {
  document.documentElement.lang ||= "en";
  document.title ||= "Task";
  const height = (): void => send({ type: "resize", height: document.documentElement.scrollHeight });
  new ResizeObserver(height).observe(document.documentElement);
  if (!customElements.get("crowd-form")) send({ type: "ready" });
}

/** A key pressed in the portal, where the page's own listeners see it. */
function press(data: unknown): void {
  if (!isPress(data)) return;
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(
    new KeyboardEvent("keydown", { key: data.key, bubbles: true, composed: true, cancelable: true }),
  );
}

function passOn(event: KeyboardEvent, send: (message: FrameMessage) => void): void {
  const source = event.composedPath()[0];
  const typing = source instanceof Element && source.matches("input:not([type=radio]), textarea, [contenteditable]");
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  if (!typing && !modified && PORTAL_KEYS.includes(event.key)) send({ type: "hotkey", key: event.key });
}

window.addEventListener("message", begin);

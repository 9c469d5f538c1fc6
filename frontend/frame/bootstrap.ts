/**
 * The task frame's static page: waits for one rendered template and becomes it.
 *
 * document.open() keeps this page's window, origin and Content-Security-Policy; listeners on the document
 * are gone after it and are set again. Nothing here protects the portal: the sandbox does.
 */

import {
  ANSWERED,
  DEFAULT_LIKES,
  type FrameMessage,
  type Init,
  isInit,
  isPress,
  type Likes,
  type PortalMessage,
  READY,
  REFUSED,
  RESTORE,
} from "./contract.ts";
import { Drafting } from "./drafting.ts";

const TYPING = `select, textarea, [contenteditable],
  input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit], [type=color])`;

let likes: Likes = DEFAULT_LIKES;
let drafting: Drafting | undefined;

function begin(event: MessageEvent): void {
  const port = event.ports[0];
  if (event.source !== window.parent || !isInit(event.data) || !port) return;
  window.removeEventListener("message", begin);
  become(event.data, port);
}

function become(init: Init, port: MessagePort): void {
  const send = (message: FrameMessage): void => port.postMessage(message);
  likes = init.likes ?? likes;
  document.open();
  document.addEventListener(ANSWERED, (event) => send({ type: "submit", answer: (event as CustomEvent).detail }));
  document.addEventListener(REFUSED, (event) => send({ type: "invalid", reason: (event as CustomEvent).detail }));
  document.addEventListener("keydown", translate, { capture: true });
  document.addEventListener("keydown", (event) => passOn(event, send));
  const ready = { once: true };
  document.addEventListener(READY, () => onReady(init, send), ready);
  document.addEventListener("DOMContentLoaded", () => describe(init, send), ready);
  port.onmessage = (message) => heard(message.data as PortalMessage);
  document.write(init.html);
  document.close();
}

function onReady(init: Init, send: (message: FrameMessage) => void): void {
  if (init.answer) document.dispatchEvent(new CustomEvent(RESTORE, { detail: init.answer }));
  drafting ??= new Drafting((answer) => send({ type: "draft", answer }), init.answer ?? {});
  send({ type: "ready" });
}

/** What a template without a head of its own lacks, and its height from now on. */
function describe(init: Init, send: (message: FrameMessage) => void): void {
  document.documentElement.lang ||= "en";
  document.title ||= "Task";
  dress();
  const height = (): void => send({ type: "resize", height: document.documentElement.scrollHeight });
  new ResizeObserver(height).observe(document.documentElement);
  if (!customElements.get("crowd-form")) onReady(init, send);
}

/** Light or dark as the worker has chosen, where the page can be both. */
function dress(): void {
  const both = document.querySelector<HTMLMetaElement>("meta[name=color-scheme]")?.content.includes("dark");
  if (both) document.documentElement.style.colorScheme = likes.scheme;
}

function heard(message: PortalMessage): void {
  if (isPress(message)) press(document.activeElement ?? document.body, message.key);
  if (message.type === "collect") drafting?.now();
  if (message.type === "likes") {
    likes = message.likes;
    dress();
  }
}

/** A key pressed elsewhere, where the page's own listeners see it. */
function press(target: Element, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }));
}

/** A key that the worker has given a digit's meaning. */
function translate(event: KeyboardEvent): void {
  const digit = Object.hasOwn(likes.labels, event.key) ? likes.labels[event.key] : undefined;
  if (!digit || !event.isTrusted || isTyping(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  press((event.composedPath()[0] as Element | undefined) ?? document.body, digit);
}

function passOn(event: KeyboardEvent, send: (message: FrameMessage) => void): void {
  if (!isTyping(event) && likes.portal.includes(event.key)) send({ type: "hotkey", key: event.key });
}

function isTyping(event: KeyboardEvent): boolean {
  const source = event.composedPath()[0];
  return event.ctrlKey || event.altKey || event.metaKey || (source instanceof Element && source.matches(TYPING));
}

window.addEventListener("message", begin);

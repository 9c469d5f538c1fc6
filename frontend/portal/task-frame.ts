/** One task's page in a sandboxed frame on the second origin, spoken to over a port of its own. */

import type { Answer } from "../elements/answer.ts";
import {
  frameMessage,
  type FrameMessage,
  type Init,
  isDraft,
  type Likes,
  type PortalMessage,
  VERSION,
} from "../frame/contract.ts";
import { Allowance } from "./allowance.ts";
import type { Page } from "./seat-ports.ts";

/** An honest page says a draft once a second at most, and once more when it is hidden. */
const DRAFTS = 20;
const DRAFTS_MS = 10_000;

/** A person makes a page say a few things a second. One that floods is not listened to any more. */
const MESSAGES = 300;
const MESSAGES_MS = 1_000;

export interface FrameEvents {
  flooded: () => void;
  submit: (answer: Answer) => void;
  draft: (answer: Answer) => void;
  invalid: (reason: string) => void;
  hotkey: (key: string) => void;
}

export class TaskFrame implements Page {
  readonly element = document.createElement("iframe");
  /** Height of the page's content in CSS pixels, as the page says. */
  contentHeight = 0;
  #port: MessagePort | undefined;
  #events: FrameEvents;
  #front = false;
  #messages = new Allowance(MESSAGES, MESSAGES_MS, () => performance.now());
  #drafts = new Allowance(DRAFTS, DRAFTS_MS, () => performance.now());

  /** `address` is the frame page's, with the outside hosts that the job allows. */
  constructor(address: string, title: string, init: Omit<Init, "type" | "version">, events: FrameEvents) {
    this.#events = events;
    const { element } = this;
    element.title = title;
    element.className = "task loading";
    element.setAttribute("sandbox", "allow-scripts allow-forms");
    element.referrerPolicy = "no-referrer";
    // The first load is the bootstrap page; the template's own load must not start the talk again.
    element.addEventListener("load", () => this.#begin(init), { once: true });
    element.src = address;
  }

  show(): void {
    this.#front = true;
    this.element.inert = false;
    this.element.classList.add("front");
    this.#focus();
  }

  wait(): void {
    this.#front = false;
    this.element.inert = true;
    this.element.classList.remove("front");
  }

  remove(): void {
    this.#port?.close();
    this.element.remove();
  }

  press(key: string): void {
    this.#say({ type: "press", key });
  }

  /** Ask for the draft: it comes as an event of its own. */
  collect(): void {
    this.#say({ type: "collect" });
  }

  like(likes: Likes): void {
    this.#say({ type: "likes", likes });
  }

  #say(message: PortalMessage): void {
    this.#port?.postMessage(message);
  }

  #begin(init: Omit<Init, "type" | "version">): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event) => {
      if (!this.#messages.take()) return this.#silence(port1);
      if (!isDraft(event.data) || this.#drafts.take()) this.#heard(frameMessage(event.data));
    };
    const message: Init = { type: "init", version: VERSION, ...init };
    // A sandboxed frame has no origin to name; frame-src keeps every other site out of it.
    this.element.contentWindow?.postMessage(message, "*", [port2]);
  }

  #silence(port: MessagePort): void {
    port.onmessage = null;
    port.close();
    this.#events.flooded();
  }

  #heard(message: FrameMessage | undefined): void {
    if (message?.type === "ready") this.#ready();
    if (message?.type === "resize") this.contentHeight = message.height;
    if (!this.#front) return;
    if (message?.type === "submit") this.#events.submit(message.answer);
    if (message?.type === "draft") this.#events.draft(message.answer);
    if (message?.type === "invalid") this.#events.invalid(message.reason);
    if (message?.type === "hotkey") this.#events.hotkey(message.key);
  }

  #ready(): void {
    this.element.classList.remove("loading");
    if (this.#front) this.#focus();
  }

  /** Keys should reach the task, unless the person is somewhere in the portal. */
  #focus(): void {
    const holder = this.element.getRootNode() as Document | ShadowRoot;
    const busy = holder.activeElement && holder.activeElement.localName !== "iframe";
    if (busy) return;
    this.element.focus({ preventScroll: true });
    // The frame kept the focus while its page was replaced: the new page does not have it yet.
    this.element.contentWindow?.focus();
  }
}

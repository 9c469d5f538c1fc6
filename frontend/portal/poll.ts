/** Loads again every so often while its view is on the screen and the page is looked at. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Poll implements ReactiveController {
  #every: number;
  #load: () => Promise<void>;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, every: number, load: () => Promise<void>) {
    this.#every = every;
    this.#load = load;
    host.addController(this);
  }

  now(): void {
    void this.#load();
  }

  hostConnected(): void {
    // Properties are set after the element is made.
    queueMicrotask(() => this.now());
    this.#timer = setInterval(() => document.hidden || this.now(), this.#every);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}

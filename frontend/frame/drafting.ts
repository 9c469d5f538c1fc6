/**
 * What there is of an answer, said to the portal while somebody works on it.
 *
 * The elements' own answer is collected, without asking whether it is complete. Collecting a large mask takes
 * time: the longer it took, the longer the next one waits.
 */

import { type Answer, answerOf, entriesOf, isWidget } from "../elements/answer.ts";

const CALM_MS = 1_000;
/** The work of collecting is at most one part in so many. */
const SHARE = 20;
const SIGNS_OF_WORK = ["input", "change", "keydown", "pointerup"];

export class Drafting {
  #send: (answer: Answer) => void;
  #earlier: Answer;
  #last: string;
  #cost = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Once the page is ready and `earlier` is filled in. */
  constructor(send: (answer: Answer) => void, earlier: Answer) {
    this.#send = send;
    this.#earlier = earlier;
    this.#last = this.#collected() ?? "";
    for (const sign of SIGNS_OF_WORK) document.addEventListener(sign, () => this.#touched());
    document.addEventListener("visibilitychange", () => document.hidden && this.now());
  }

  #touched(): void {
    this.#timer ??= setTimeout(() => this.now(), Math.max(CALM_MS, this.#cost * SHARE));
  }

  /** Say it, if somebody has worked on it and it has changed. */
  now(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#collected();
    if (text === undefined || text === this.#last) return;
    this.#last = text;
    this.#send(JSON.parse(text) as Answer);
  }

  #collected(): string | undefined {
    const started = performance.now();
    try {
      return JSON.stringify({ ...this.#notLoaded(), ...answerOf(entriesOf(document.documentElement)) });
    } catch {
      // A widget of the template's own that cannot be asked now.
      return undefined;
    } finally {
      this.#cost = performance.now() - started;
    }
  }

  /** A picture that has not loaded has no drawing yet: the earlier one must not be lost. */
  #notLoaded(): Answer {
    const tools = [...document.querySelectorAll("*")].filter((one) => isWidget(one) && "stage" in one);
    const names = tools.map((tool) => (tool as Element & { name: string }).name);
    return Object.fromEntries(Object.entries(this.#earlier).filter(([name]) => names.includes(name)));
  }
}

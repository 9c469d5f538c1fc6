/** The mask that an adjustment or an earlier answer begins with: on its way, there, or lost. */

import type { Size } from "./geometry.ts";
import type { Entry } from "./mask-editor.ts";
import { type CodeOf, readCodes } from "./mask-file.ts";

/** What is in an initial value or an answer. */
export interface Found {
  readonly src: string;
  readonly codes: CodeOf;
  readonly table: readonly Entry[];
}

export class EarlierMask {
  #state: "none" | "loading" | "failed" = "none";
  #reading = 0;

  /** Its codes; undefined when there is none, it cannot be read, or another one was asked for meanwhile. */
  async read(found: Found | undefined, size: Size): Promise<Uint8Array | undefined> {
    const reading = ++this.#reading;
    this.#state = found ? "loading" : "none";
    if (!found) return undefined;
    const codes = await readCodes(found.src, size, found.codes).catch(() => undefined);
    if (reading !== this.#reading) return undefined;
    this.#state = codes ? "none" : "failed";
    return codes;
  }

  get lost(): boolean {
    return this.#state === "failed";
  }

  /** Why an answer would be wrong now, or nothing. */
  get problem(): string {
    if (this.#state === "loading") return "The earlier mask is still loading.";
    return this.lost ? "The earlier mask did not load. Decline the task and say so." : "";
  }
}

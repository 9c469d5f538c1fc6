/** How a worker likes the portal: language, theme, keys. Kept on this device, for each worker. */

import type { Likes } from "../frame/contract.ts";
import { guessed, isLanguage, type Language } from "./i18n.ts";

export const ACTIONS = ["undo", "skip", "decline", "answers"] as const;
export type Action = (typeof ACTIONS)[number];
export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
export const THEMES = ["", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export interface Liking {
  language: Language | "";
  theme: Theme;
  keys: Record<Action, string>;
  /** A digit, and the key that counts as it. */
  labels: Record<string, string>;
}

export const DEFAULTS: Liking = {
  language: "",
  theme: "",
  keys: { undo: "U", skip: "S", decline: "D", answers: "?" },
  labels: {},
};

const KEY = "trigpoint-settings";
const NOT_FOR_KEYS = /^[\s\d]$/;

type Kept = Pick<Storage, "getItem" | "setItem">;

export class Preferences extends EventTarget {
  liking = DEFAULTS;
  #storage: () => Kept;
  #worker = "";

  constructor(storage: () => Kept) {
    super();
    this.#storage = storage;
  }

  /** What this worker chose here; before sign-in, what was chosen here last. */
  of(worker: string): void {
    this.#worker = worker;
    this.liking = this.#read(this.#key) ?? this.#read(KEY) ?? DEFAULTS;
    this.dispatchEvent(new Event("change"));
  }

  change(some: Partial<Liking>): void {
    this.liking = { ...this.liking, ...some };
    this.#write(this.#key, this.liking);
    this.#write(KEY, { ...DEFAULTS, language: this.liking.language, theme: this.liking.theme });
    this.dispatchEvent(new Event("change"));
  }

  /** Give an action or a digit a key. What else has that key, if something does: then nothing is changed. */
  assign(what: Action | string, key: string): Action | string | undefined {
    const { keys, labels } = this.liking;
    const taken = [...Object.entries(keys), ...Object.entries(labels)].find(([, one]) => one === key)?.[0];
    if (taken !== undefined && taken !== what) return taken;
    if (NOT_FOR_KEYS.test(key)) return key;
    if (DIGITS.includes(what)) this.change({ labels: { ...labels, [what]: key } });
    else this.change({ keys: { ...keys, [what]: key } });
    return undefined;
  }

  resetKeys(): void {
    this.change({ keys: DEFAULTS.keys, labels: DEFAULTS.labels });
  }

  language(wanted: readonly string[]): Language {
    return this.liking.language || guessed(wanted);
  }

  /** What the task's page has to know. */
  get likes(): Likes {
    const digits = Object.entries(this.liking.labels).map(([digit, key]) => [key, digit]);
    return {
      portal: Object.values(this.liking.keys),
      labels: Object.fromEntries(digits) as Record<string, string>,
      scheme: this.liking.theme,
    };
  }

  actionOf(key: string): Action | undefined {
    return ACTIONS.find((action) => this.liking.keys[action] === key);
  }

  /** The key that the task should see in place of the one that was pressed. */
  taskKey(key: string): string {
    return this.likes.labels[key] ?? key;
  }

  get #key(): string {
    return this.#worker ? `${KEY}/${this.#worker}` : KEY;
  }

  #write(key: string, liking: Liking): void {
    try {
      this.#storage().setItem(key, JSON.stringify(liking));
    } catch {
      // A browser that keeps nothing: the choice holds until the page is left.
    }
  }

  #read(key: string): Liking | undefined {
    try {
      const found = JSON.parse(this.#storage().getItem(key) ?? "null") as Partial<Liking> | null;
      return found ? sound(found) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Whatever lies in the storage, as something that can be used. */
function sound(found: Partial<Liking>): Liking {
  const keys = Object.fromEntries(
    ACTIONS.map((action) => [action, keyOr(found.keys?.[action], DEFAULTS.keys[action])]),
  );
  const labels = DIGITS.map((digit) => [digit, keyOr(found.labels?.[digit], "")]).filter(([, key]) => key);
  return {
    language: isLanguage(found.language) ? found.language : "",
    theme: THEMES.find((theme) => theme === found.theme) ?? "",
    keys: keys as Record<Action, string>,
    labels: Object.fromEntries(labels) as Record<string, string>,
  };
}

function keyOr(key: unknown, otherwise: string): string {
  return typeof key === "string" && [...key].length === 1 ? key : otherwise;
}

/** As it is written on a keyboard. */
export function keyName(key: string): string {
  return key !== key.toLowerCase() ? `⇧${key}` : key;
}

export const preferences = new Preferences(() => localStorage);

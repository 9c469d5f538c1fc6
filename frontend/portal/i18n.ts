/**
 * The portal's words in the worker's language, by Fluent (languages/*.ftl). English is built in and stands in for what
 * another language lacks; the others are loaded when they are chosen.
 */

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export const LANGUAGES = { en: "English", es: "Español", de: "Deutsch", ja: "日本語", ar: "العربية" };
export type Language = keyof typeof LANGUAGES;

const RIGHT_TO_LEFT: readonly Language[] = ["ar"];
const bundles = new Map<Language, FluentBundle>();
let current: Language = "en";

/** Fires `change` when the page speaks another language. */
export const spoken = new EventTarget();

export function isLanguage(text: unknown): text is Language {
  return typeof text === "string" && Object.hasOwn(LANGUAGES, text);
}

/** The first of the browser's languages that there is. */
export function guessed(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

export function language(): Language {
  return current;
}

export function direction(of: Language = current): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(of) ? "rtl" : "ltr";
}

/** Make a language known. Throws for a text that is no Fluent. */
export function teach(name: Language, text: string): void {
  // Marks around what is put in are needed only where it may run the other way.
  const bundle = new FluentBundle(name, { useIsolating: direction(name) === "rtl" });
  const errors = bundle.addResource(new FluentResource(text));
  if (errors.length) throw errors[0];
  bundles.set(name, bundle);
}

/** Speak it from now on, loaded first if need be. Where it cannot be loaded everything stays. */
export async function speak(name: Language, load: (name: Language) => Promise<string>): Promise<void> {
  try {
    if (!bundles.has(name)) teach(name, await load(name));
  } catch {
    return;
  }
  current = name;
  spoken.dispatchEvent(new Event("change"));
}

/** The words of a key; what has none is shown as it is. */
export function t(key: string, values: Record<string, FluentVariable> = {}): string {
  for (const bundle of [bundles.get(current), bundles.get("en")]) {
    const pattern = bundle?.getMessage(key)?.value;
    if (pattern) return bundle?.formatPattern(pattern, values) ?? key;
  }
  return key;
}

export function number(value: number): string {
  return new Intl.NumberFormat(current).format(value);
}

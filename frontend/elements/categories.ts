/** What a template may give as categories: an array, or an attribute's relaxed JSON. */

import { parseRelaxed } from "./relaxed-json.ts";

/** A bad value warns and gives no category: a template must not break for it. */
export function categoriesOf(value: unknown): string[] {
  const list = typeof value === "string" ? parsed(value) : value;
  if (Array.isArray(list)) return list.map(named);
  if (value !== null && value !== undefined) console.warn("categories must be a list, not", value);
  return [];
}

function parsed(text: string): unknown {
  try {
    return parseRelaxed(text);
  } catch (error) {
    console.warn("categories cannot be read:", (error as Error).message);
    return [];
  }
}

function named(item: unknown): string {
  const label = (item as { label?: unknown } | null)?.label;
  return String(label ?? item);
}

/** What a template may give as categories: an array, or an attribute's relaxed JSON. */

import { relaxed } from "./relaxed-json.ts";

/** A bad value warns and gives no category: a template must not break for it. */
export function categoriesOf(value: unknown): string[] {
  const list = relaxed(value, "categories");
  if (Array.isArray(list)) return list.map(named);
  if (list !== undefined) console.warn("categories must be a list, not", value);
  return [];
}

function named(item: unknown): string {
  const label = (item as { label?: unknown } | null)?.label;
  return String(label ?? item);
}

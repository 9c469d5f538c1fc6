/** What a template may give as categories: an array, or an attribute's relaxed JSON. */

import { relaxed } from "./relaxed-json.ts";
import { warn } from "./trouble.ts";

/** A bad value warns and gives no category: a template must not break for it. */
export function categoriesOf(value: unknown): string[] {
  const list = relaxed(value, "categories");
  if (Array.isArray(list)) return list.map(named);
  if (list !== undefined) warn(`Categories or labels must be a list, not ${JSON.stringify(value)}.`);
  return [];
}

function named(item: unknown): string {
  const { label, name } = (item ?? {}) as { label?: unknown; name?: unknown };
  return String(label ?? name ?? item);
}

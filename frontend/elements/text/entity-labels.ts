/** Labels of a text tool: names, or objects with names for the list and for the mark; each with a colour. */

import { colourOf } from "../image/colours.ts";
import { relaxed, warn } from "../shared.ts";

export interface EntityLabel {
  readonly label: string;
  /** In the list of labels. */
  readonly full: string;
  /** On the mark. */
  readonly short: string;
  readonly colour: string;
}

interface Given {
  label?: unknown;
  fullDisplayName?: unknown;
  shortDisplayName?: unknown;
}

/** A bad value warns and gives no label: a template must not break for it. */
export function entityLabels(value: unknown): EntityLabel[] {
  const list = relaxed(value, "labels");
  if (list !== undefined && !Array.isArray(list)) warn(`labels must be a list, not ${String(value).slice(0, 80)}.`);
  const given = (Array.isArray(list) ? list : []).map((one: unknown) =>
    typeof one === "object" && one !== null ? (one as Given) : { label: one },
  );
  const names = new Set<string>();
  return given.flatMap(({ label, fullDisplayName, shortDisplayName }) => {
    const name = String(label ?? "");
    if (!name || names.has(name)) return [];
    names.add(name);
    const full = String(fullDisplayName ?? name);
    return [{ label: name, full, short: String(shortDisplayName ?? name), colour: colourOf(names.size - 1) }];
  });
}

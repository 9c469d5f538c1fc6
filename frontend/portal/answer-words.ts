/** An answer in one line, whatever task it is of. */

import { t } from "./i18n.ts";

const SHAPES = ["boundingBoxes", "polygons", "polylines", "lines", "keypoints", "entities", "instances"];

export function answerText(answer: Record<string, unknown>): string {
  const widgets = Object.entries(answer);
  const alone = widgets.length === 1;
  const texts = widgets.map(([name, value]) => (alone ? widgetText(value) : `${name}: ${widgetText(value)}`));
  return texts.join(" · ") || t("nothing-marked");
}

function widgetText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.map(widgetText).join(", ");
  const fields = value as Record<string, unknown>;
  const comment = fields["workerComment"] ? ` (${String(fields["workerComment"])})` : "";
  return mainText(fields) + comment;
}

function mainText(fields: Record<string, unknown>): string {
  if (typeof fields["label"] === "string") return fields["label"];
  if (Array.isArray(fields["labels"])) return fields["labels"].join(", ") || t("none-of-these");
  const shapes = SHAPES.find((name) => Array.isArray(fields[name]));
  if (shapes) return counted(fields[shapes] as unknown[]);
  if ("labeledImage" in fields) return Object.keys(Object(fields["labelMappings"])).join(", ") || t("nothing-marked");
  const chosen = Object.entries(fields).filter(([, on]) => on === true);
  const options = Object.values(fields).every((on) => typeof on === "boolean");
  return options ? chosen.map(([option]) => option).join(", ") || "–" : JSON.stringify(fields);
}

/** How many things of which label. */
function counted(things: unknown[]): string {
  const counts = new Map<string, number>();
  for (const thing of things) {
    const label = String(Object(thing).label);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, count]) => `${label} ×${count}`).join(", ") || t("nothing-marked");
}

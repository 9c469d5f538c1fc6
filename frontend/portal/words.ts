/** Numbers and times in words. */

const TASK_TYPES: Record<string, string> = {
  image_multi_class: "Image classification",
  text_multi_class: "Text classification",
  custom: "Custom task",
};

export function taskTypeName(type: string): string {
  return TASK_TYPES[type] ?? type.replaceAll("_", " ");
}

/** 95 seconds as 1:35. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, index) => String(part).padStart(index ? 2 : 1, "0")).join(":");
}

export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}

export function day(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** An answer in one line: the label of a classifier, else its JSON. */
export function answerText(answer: Record<string, unknown>): string {
  const values = Object.values(answer);
  const label = values.length === 1 && (values[0] as { label?: unknown } | null)?.label;
  return typeof label === "string" ? label : JSON.stringify(answer);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

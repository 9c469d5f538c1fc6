/** Numbers, times, answers and refusals in the worker's words. */

import { ApiError } from "./api.ts";
import { language, t } from "./i18n.ts";

export function taskTypeName(type: string): string {
  const key = `type-${type.replaceAll("_", "-")}`;
  const words = t(key);
  return words === key ? type.replaceAll("_", " ") : words;
}

/** 95 seconds as 1:35. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, index) => String(part).padStart(index ? 2 : 1, "0")).join(":");
}

export function duration(seconds: number): string {
  if (seconds < 120) return t("seconds", { count: Math.round(seconds) });
  if (seconds < 7200) return t("minutes", { count: Math.round(seconds / 60) });
  return t("hours", { count: Math.round(seconds / 3600) });
}

export function day(epochSeconds: number): string {
  const time = new Date(epochSeconds * 1000);
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(time);
}

/** `0.036 USD` as money; anything else as it is. */
export function money(pay: string): string {
  const [amount = "", currency = ""] = pay.split(" ");
  if (!Number.isFinite(Number(amount))) return pay;
  try {
    const style = { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: 4 } as const;
    return new Intl.NumberFormat(language(), style).format(Number(amount));
  } catch {
    return pay;
  }
}

const KNOWN = [
  "Network",
  "Conflict",
  "NotAllowed",
  "NotFound",
  "LeaseExpired",
  "JobClosed",
  "AlreadyAnswered",
  "Refused",
];

/** Why something did not work. With `object`: why its answer was not stored. Without an error: being tried again. */
export function refusal(error?: unknown, object?: number): string {
  if (error === undefined) return t("trying-again");
  if (!(error instanceof ApiError)) return error instanceof Error ? t(error.message) : String(error);
  if (error.code === "LeaseExpired" && object !== undefined) return t("answer-too-late", { object });
  if (KNOWN.includes(error.code)) return t(`error-${error.code}`);
  return object === undefined ? error.message : t("answer-refused", { why: error.message });
}

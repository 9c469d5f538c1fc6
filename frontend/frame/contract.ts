/**
 * What the portal and the task frame say to each other, version 1.
 *
 * The portal posts `init` with one end of a MessageChannel to the frame's window; everything else goes over
 * the port. The frame's page is untrusted: whatever comes out of the port is checked here.
 */

import type { Answer } from "../elements/answer.ts";

export const VERSION = 1;
export const LONGEST_ANSWER = 1 << 20;
export const LONGEST_REASON = 500;
const LONGEST_KEY = 20;

/** How the worker likes the page: `portal` keys are passed on, a key of `labels` counts as its digit. */
export interface Likes {
  portal: string[];
  labels: Record<string, string>;
  /** Of pages that can be both. */
  scheme: "light" | "dark" | "";
}

/** Portal to frame window. `answer` fills the form with an earlier answer, or a draft. */
export interface Init {
  type: "init";
  version: typeof VERSION;
  html: string;
  answer?: Answer;
  likes?: Likes;
}

/** Portal to frame over the port: a key that was pressed while the focus was in the portal. */
export interface Press {
  type: "press";
  key: string;
}

/** Portal to frame over the port: the worker has changed their settings. */
export interface Liked {
  type: "likes";
  likes: Likes;
}

/** Portal to frame over the port: say at once what there is of an answer. */
export interface Collect {
  type: "collect";
}

export type PortalMessage = Press | Liked | Collect;

export type FrameMessage =
  | { type: "ready" }
  | { type: "draft"; answer: Answer }
  | { type: "submit"; answer: Answer }
  | { type: "invalid"; reason: string }
  | { type: "resize"; height: number }
  | { type: "hotkey"; key: string };

/** Between the elements and the bootstrap, inside the frame: events on the document. */
export const ANSWERED = "trigpoint-answer";
export const REFUSED = "trigpoint-invalid";
export const RESTORE = "trigpoint-restore";
export const READY = "all-crowd-elements-ready";

/** Keys that mean something to the portal while the focus is in the frame, unless the worker has chosen others. */
export const PORTAL_KEYS = ["D", "S", "U", "?"];
/** Keys that mean something to the task while the focus is in the portal. */
export const TASK_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "Enter"];
export const DEFAULT_LIKES: Likes = { portal: PORTAL_KEYS, labels: {}, scheme: "" };

export function isInit(data: unknown): data is Init {
  return isObject(data) && data["type"] === "init" && data["version"] === VERSION && typeof data["html"] === "string";
}

export function isPress(data: unknown): data is Press {
  return isObject(data) && data["type"] === "press" && TASK_KEYS.includes(String(data["key"]));
}

/** A message of the frame in plain data, or undefined for one that is not in the contract. */
export function frameMessage(data: unknown): FrameMessage | undefined {
  if (!isObject(data)) return undefined;
  switch (data["type"]) {
    case "ready":
      return { type: "ready" };
    case "draft":
    case "submit":
      return isAnswer(data["answer"]) ? { type: data["type"], answer: data["answer"] } : undefined;
    case "invalid":
      return { type: "invalid", reason: String(data["reason"] ?? "").slice(0, LONGEST_REASON) };
    case "resize":
      return Number.isFinite(data["height"]) ? { type: "resize", height: Number(data["height"]) } : undefined;
    case "hotkey":
      return isKey(data["key"]) ? { type: "hotkey", key: data["key"] } : undefined;
    default:
      return undefined;
  }
}

/** Whether it is a draft, told without looking into it. */
export function isDraft(data: unknown): boolean {
  return isObject(data) && data["type"] === "draft";
}

function isKey(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST_KEY;
}

function isAnswer(value: unknown): value is Answer {
  if (!isObject(value)) return false;
  try {
    return JSON.stringify(value).length <= LONGEST_ANSWER;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

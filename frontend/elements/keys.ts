/** Keys on the page: a drawing tool takes its own, digits choose a category, Enter submits. */

import type { CrowdForm } from "./crowd-form.ts";
import { WIDGETS } from "./tags.ts";

const WRITES =
  "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=range])";
const SLIDES = "input[type=range]";
const OWN_ENTER = "a, button, summary, textarea, select, [contenteditable]";

/** A widget that keys are meant for. */
interface Keyed extends HTMLElement {
  value: unknown;
  /** A digit was pressed; whether it chose something. */
  press(key: string): boolean;
  /** Any other key; whether it meant something. */
  takeKey?(event: KeyboardEvent): boolean;
}

export function listenForKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || openDialog()) return;
    if (taken(event)) event.preventDefault();
  });
}

function taken(event: KeyboardEvent): boolean {
  const source = event.composedPath()[0];
  const widget = answering();
  if (!writes(event) && !matches(source, SLIDES) && widget?.takeKey?.(event)) return true;
  if (event.repeat || hasModifier(event)) return false;
  if (event.key === "Enter") return enter(source);
  return /^[1-9]$/.test(event.key) && !writes(event) && (widget?.press(event.key) ?? false);
}

/** Shift is not one: it makes letters that the portal uses. */
export function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
}

export function writes(event: KeyboardEvent): boolean {
  return matches(event.composedPath()[0], WRITES);
}

function enter(source: EventTarget | undefined): boolean {
  if (matches(source, OWN_ENTER)) return false;
  const form = document.querySelector<CrowdForm>("crowd-form");
  form?.requestSubmit();
  return form !== null;
}

/** The widget that keys mean: the one with the focus, else the first without an answer, else the first. */
function answering(): Keyed | undefined {
  const all = [...document.querySelectorAll<Keyed>(WIDGETS)].filter((one) => "press" in one);
  const focused = all.find((one) => one.contains(document.activeElement));
  return focused ?? (all.length > 1 ? all.find((one) => isEmpty(one.value)) : undefined) ?? all[0];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : !value;
}

function openDialog(): boolean {
  const widgets = [...document.querySelectorAll(`${WIDGETS}, crowd-instructions`)];
  return document.querySelector("dialog[open]") !== null || widgets.some(hasOpenDialog);
}

function hasOpenDialog(widget: Element): boolean {
  return widget.shadowRoot?.querySelector("dialog[open]") != null;
}

function matches(source: EventTarget | undefined, selector: string): boolean {
  return source instanceof Element && source.matches(selector);
}

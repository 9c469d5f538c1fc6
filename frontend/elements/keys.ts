/** Keys on the page: digits choose a category, Enter submits. */

import { Choice } from "./choice.ts";
import type { CrowdForm } from "./crowd-form.ts";

const WRITES = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button])";
const OWN_ENTER = "a, button, summary, textarea, select, [contenteditable]";

export function listenForKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || hasModifier(event) || document.querySelector("dialog[open]")) return;
    const source = event.composedPath()[0];
    const used = event.key === "Enter" ? enter(source) : !matches(source, WRITES) && digit(event.key);
    if (used) event.preventDefault();
  });
}

/** Shift is not one: it makes letters that the portal uses. */
export function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
}

export function writes(event: KeyboardEvent): boolean {
  return matches(event.composedPath()[0], WRITES);
}

function enter(source: EventTarget | undefined): boolean {
  if (matches(source, OWN_ENTER) || openDialog()) return false;
  const form = document.querySelector<CrowdForm>("crowd-form");
  form?.requestSubmit();
  return form !== null;
}

function digit(key: string): boolean {
  return !openDialog() && (answering()?.press(key) ?? false);
}

/** The widget that digits mean: the one with the focus, else the first without an answer, else the first. */
function answering(): Choice | undefined {
  const all = [...document.querySelectorAll<Choice>("crowd-classifier, crowd-image-classifier")];
  return all.find((one) => one.contains(document.activeElement)) ?? all.find((one) => !one.value) ?? all[0];
}

function openDialog(): boolean {
  const widgets = [...document.querySelectorAll("crowd-classifier, crowd-image-classifier, crowd-instructions")];
  return widgets.some((widget) => widget.shadowRoot?.querySelector("dialog[open]"));
}

function matches(source: EventTarget | undefined, selector: string): boolean {
  return source instanceof Element && source.matches(selector);
}

/** From the named controls of a form to the answer: `{name: value}` in Ground Truth's shapes. */

/** A text control, one option of a set (checkbox, radio button), or a widget with a value of its own. */
export type Entry =
  { name: string; text: string } | { name: string; option: string; on: boolean } | { name: string; value: unknown };

export type Answer = Record<string, unknown>;

/** An element of ours that puts a value into the answer. `_submittableValue` is the name templates read. */
export interface Widget extends HTMLElement {
  name: string;
  value: unknown;
  readonly _submittableValue: unknown;
  /** An element that is one option of its name: its value, which `checked` says to hold or not. */
  readonly option?: string;
  readonly checked?: boolean;
  /** Fill in an earlier value; without it, `value` is set to the text or the label. */
  restore?(value: unknown): void;
}

/** Empty texts are left out; options of one name merge; texts of one name become a list. */
export function answerOf(entries: Iterable<Entry>): Answer {
  const answer: Answer = Object.create(null) as Answer;
  for (const entry of entries) {
    const before = answer[entry.name];
    if ("option" in entry) answer[entry.name] = { ...(before as object | undefined), [entry.option]: entry.on };
    else if ("value" in entry) answer[entry.name] = entry.value ?? before;
    else if (entry.text) answer[entry.name] = before === undefined ? entry.text : [before, entry.text].flat();
  }
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}

const NO_VALUE = new Set(["submit", "button", "reset", "image", "file"]);

/** The entries of every named, enabled control below the root, in document order. */
export function* entriesOf(root: Element): Generator<Entry> {
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (isOff(element)) continue;
    if (spreads(element)) yield* Object.entries(element.value ?? {}).map(([name, value]) => ({ name, value }));
    else {
      const entry = isWidget(element) ? widgetEntry(element) : nativeEntry(element);
      if (entry?.name) yield entry;
    }
  }
}

/** A widget's attribute follows its property a moment later: too late for an answer that is read after a template's handler. */
function isOff(element: HTMLElement): boolean {
  if (!isWidget(element) || !("disabled" in element)) return element.matches(":disabled");
  return element.disabled === true || (element.matches(":disabled") && !element.hasAttribute("disabled"));
}

/** Widgets that name their form and have no name themselves (an early shape of the second version) are the whole answer. */
function spreads(element: Element): element is Widget {
  if (!isWidget(element) || !element.hasAttribute("crowd-form-element-id")) return false;
  return !element.hasAttribute("name") && typeof element.value === "object";
}

export function isWidget(element: Element): element is Widget {
  return "_submittableValue" in element;
}

function widgetEntry(widget: Widget): Entry {
  if (widget.option !== undefined) return { name: widget.name, option: widget.option, on: widget.checked === true };
  const value = widget._submittableValue;
  return typeof value === "string" ? { name: widget.name, text: value } : { name: widget.name, value };
}

function nativeEntry(element: HTMLElement): Entry | undefined {
  if (element instanceof HTMLInputElement) return inputEntry(element);
  if (element instanceof HTMLTextAreaElement) return { name: element.name, text: element.value };
  if (element instanceof HTMLSelectElement) return selectEntry(element);
  return undefined;
}

function inputEntry(input: HTMLInputElement): Entry | undefined {
  if (NO_VALUE.has(input.type)) return undefined;
  if (input.type === "checkbox" || input.type === "radio") {
    return { name: input.name, option: input.value, on: input.checked };
  }
  return { name: input.name, text: input.value };
}

function selectEntry(select: HTMLSelectElement): Entry {
  if (!select.multiple) return { name: select.name, text: select.value };
  return { name: select.name, value: [...select.selectedOptions].map((option) => option.value) };
}

/** Fill widgets and text controls with an earlier answer. */
export function restoreAnswer(root: Document | Element, answer: Answer): void {
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (isWidget(element)) restoreWidget(element, answer[element.name]);
    else if ("name" in element) restoreNative(element, answer[String(element.name)]);
  }
}

function restoreWidget(widget: Widget, value: unknown): void {
  if (widget.restore) {
    if (value !== undefined) widget.restore(value);
    return;
  }
  const label = (value as { label?: unknown } | null | undefined)?.label ?? value;
  if (typeof label === "string") widget.value = label;
}

function restoreNative(element: HTMLElement, value: unknown): void {
  if (element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type)) {
    element.checked = (value as Record<string, boolean> | undefined)?.[element.value] ?? element.checked;
  } else if (isTextControl(element) && typeof value === "string") {
    element.value = value;
  }
}

function isTextControl(element: HTMLElement): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const kinds = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement];
  return kinds.some((kind) => element instanceof kind) && !NO_VALUE.has((element as HTMLInputElement).type);
}

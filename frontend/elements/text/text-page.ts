/**
 * The text that is marked. It has a caret, so that arrow keys select in every script and direction, but nothing can
 * be typed. It is no part of the shadow tree, where browsers differ in what a selection is.
 */

import { css } from "../shared.ts";
import { CodePoints } from "./code-points.ts";
import { type Entity, levelsOf, type Piece, piecesOf } from "./spans.ts";

/** In code points. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What is painted. */
export interface Look {
  readonly points: CodePoints;
  readonly entities: readonly Entity[];
  /** Place of the selected mark, or -1. */
  readonly selected: number;
  colour(label: string): string;
  short(label: string): string;
}

const LINE = 5;

export class TextPage {
  readonly element = document.createElement("div");
  #text = new CodePoints("");

  constructor(name: string) {
    const { element } = this;
    element.slot = "text";
    element.className = "trigpoint-text";
    const attributes = { role: "textbox", "aria-multiline": "true", "aria-readonly": "true", "aria-label": name };
    const quiet = { contenteditable: "true", inputmode: "none", spellcheck: "false", translate: "no", dir: "auto" };
    for (const [key, value] of Object.entries({ ...attributes, ...quiet })) element.setAttribute(key, value);
    element.addEventListener("focus", () => this.#placeCaret());
    for (const type of ["beforeinput", "dragstart", "drop"]) {
      element.addEventListener(type, (event) => event.preventDefault());
    }
  }

  /** Browsers leave it nowhere when the focus comes by Tab. */
  #placeCaret(): void {
    if (this.caret === undefined) this.select({ start: 0, end: 0 });
  }

  paint(look: Look): void {
    const caret = this.#hasFocus ? this.caret : undefined;
    this.#text = look.points;
    const levels = levelsOf(look.entities);
    const pieces = piecesOf(look.entities, look.points.length).map((piece) => this.#piece(piece, look, levels));
    this.element.style.setProperty("--lines", String(Math.max(0, ...levels.map((level) => level + 1))));
    this.element.replaceChildren(...pieces.flat());
    if (caret !== undefined) this.select({ start: caret, end: caret });
  }

  #piece({ start, end, marks }: Piece, look: Look, levels: readonly number[]): Node[] {
    const words = shown(this.#text.slice(start, end));
    if (!marks.length) return [document.createTextNode(words)];
    const span = document.createElement("span");
    span.textContent = words;
    span.className = marks.includes(look.selected) ? "mark selected" : "mark";
    const lines = marks.map((place) => {
      const colour = look.colour(look.entities[place]?.label ?? "");
      return `linear-gradient(${colour}, ${colour}) 0 calc(100% - ${(levels[place] ?? 0) * LINE}px) / 100% 3px no-repeat`;
    });
    const inner = look.entities[marks.at(-1) as number]?.label ?? "";
    span.style.cssText = `--colour: ${look.colour(inner)}; background: ${lines.join(", ")}, var(--soft)`;
    const ending = marks.filter((place) => look.entities[place]?.endOffset === end);
    return [span, ...ending.map((place) => tag(look.entities[place]?.label ?? "", look))];
  }

  get #hasFocus(): boolean {
    return document.activeElement === this.element;
  }

  /** What is selected; undefined for a mere caret, or when the selection is elsewhere. */
  get range(): TextRange | undefined {
    const selection = document.getSelection();
    if (!selection?.rangeCount || !this.holds(selection)) return undefined;
    const range = selection.getRangeAt(0);
    const start = this.#offset(range.startContainer, range.startOffset);
    const end = this.#offset(range.endContainer, range.endOffset);
    return start < end ? { start, end } : undefined;
  }

  /** Whether both ends of a selection are in the text. */
  holds({ anchorNode, focusNode }: Selection): boolean {
    return this.element.contains(anchorNode) && this.element.contains(focusNode);
  }

  get caret(): number | undefined {
    const selection = document.getSelection();
    if (!selection?.focusNode || !this.holds(selection)) return undefined;
    return this.#offset(selection.focusNode, selection.focusOffset);
  }

  #offset(node: Node, offset: number): number {
    const before = document.createRange();
    before.setStart(this.element, 0);
    before.setEnd(node, offset);
    return this.#text.pointAt(before.toString().length);
  }

  select({ start, end }: TextRange): void {
    const from = this.#place(this.#text.unitAt(start));
    const to = this.#place(this.#text.unitAt(end));
    document.getSelection()?.setBaseAndExtent(...from, ...to);
  }

  #place(unit: number): [Node, number] {
    const texts = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    let left = unit;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const { length } = node as Text;
      if (left <= length) return [node, left];
      left -= length;
    }
    return [this.element, this.element.childNodes.length];
  }
}

/** Carriage returns would be drawn as boxes. As many characters as before. */
function shown(text: string): string {
  return text.replaceAll("\r\n", "\u200b\n").replaceAll("\r", "\n");
}

/** The label's short name after the mark. It is drawn by style alone, and so is no part of the text. */
function tag(label: string, look: Look): HTMLElement {
  const found = document.createElement("span");
  found.className = "tag";
  found.dataset["short"] = look.short(label);
  found.style.setProperty("--colour", look.colour(label));
  return found;
}

/** For the document: the text is no part of the element's shadow tree. */
export const pageStyle = css`
  .trigpoint-text {
    min-block-size: 4rem;
    font-size: 1.2rem;
    line-height: calc(1.75em + 4px * var(--lines, 0));
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    text-align: start;
    outline: none;
    -webkit-user-modify: read-write-plaintext-only;
  }
  .trigpoint-text .mark {
    --soft: color-mix(in srgb, var(--colour) 18%, transparent);
    padding-block-end: calc(5px * var(--lines, 0));
    border-radius: 3px;
    cursor: pointer;
  }
  .trigpoint-text .selected {
    --soft: color-mix(in srgb, var(--colour) 45%, transparent);
  }
  .trigpoint-text .tag::after {
    content: attr(data-short);
    margin-inline: 0.2em 0.1em;
    padding: 0.05em 0.4em;
    border: 1.5px solid var(--colour);
    border-radius: 0.4em;
    color: light-dark(color-mix(in srgb, var(--colour) 55%, black), color-mix(in srgb, var(--colour) 60%, white));
    font: 650 0.7em/1.3 system-ui, sans-serif;
    vertical-align: 0.15em;
    white-space: nowrap;
  }
`;

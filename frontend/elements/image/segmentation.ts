/** `<crowd-semantic-segmentation>`: a code per label. `<crowd-instance-segmentation>`: a code per thing. */

import { html, type PropertyDeclarations } from "../shared.ts";
import { freeColour } from "./colours.ts";
import type { Entry } from "./mask-editor.ts";
import { codeMap } from "./mask-file.ts";
import type { Found } from "./earlier-mask.ts";
import { MaskTool } from "./mask-tool.ts";

const MOST_CODES = 255;
const BACKGROUND_NAME = "BACKGROUND";

type Mappings = Record<string, { readonly color?: unknown } | undefined>;
type Given = {
  readonly src?: unknown;
  readonly labeledImage?: { readonly pngImageData?: unknown };
  readonly labelMappings?: Mappings;
  readonly instances?: readonly { readonly color?: unknown; readonly label?: unknown }[];
};

/** The file of an initial value (`src`) or of an answer (`labeledImage`). */
function fileOf(given: Given): string {
  const png = given.labeledImage?.pngImageData;
  return png ? `data:image/png;base64,${String(png)}` : String(given.src ?? "");
}

export class CrowdSemanticSegmentation extends MaskTool {
  #initialCodes: Uint8Array | undefined;

  protected startTable(): readonly Entry[] {
    return this.palette.names.slice(0, MOST_CODES).map((label, index) => ({ code: index + 1, label }));
  }

  override set labels(value: unknown) {
    super.labels = value;
    if (this.stage.loading !== "loaded") return;
    if (this.hasInitial && !this.canUndo) this.formResetCallback();
    this.editor.table = this.startTable();
    this.recoloured();
  }

  override get labels(): readonly string[] {
    return super.labels;
  }

  protected paintCode(): { code: number; table: readonly Entry[] } | undefined {
    const code = this.palette.index(this.label) + 1;
    return code ? { code, table: this.editor.table } : undefined;
  }

  protected colourOf({ label }: Entry): string {
    return this.palette.colour(label);
  }

  protected isActive({ label }: Entry): boolean {
    return label === this.label;
  }

  /** Takes over the colours of the earlier mask, so that an unchanged one comes out as it was. */
  protected found(value: unknown): Found | undefined {
    const given = (value ?? {}) as Given;
    const src = fileOf(given);
    if (!src) return undefined;
    const colours = new Map<string, string>();
    for (const [label, mapping] of Object.entries(given.labelMappings ?? {})) {
      if (this.palette.has(label)) colours.set(label, String(mapping?.color).toLowerCase());
      else if (label !== BACKGROUND_NAME) console.warn(`the mask's label ${label} is none of this task`);
    }
    this.palette = this.palette.coloured(colours);
    const codes = [...colours].map(([label, colour]) => [colour, this.palette.index(label) + 1] as const);
    return { src, codes: codeMap(codes), table: this.startTable() };
  }

  protected override load(initial: unknown): void {
    this.#initialCodes = undefined;
    super.load(initial);
  }

  protected override loadedMask(codes: Uint8Array): void {
    this.#initialCodes ??= codes.slice();
  }

  protected meanings(used: readonly Entry[]): object {
    const labelMappings = Object.fromEntries(used.map((entry) => [entry.label, { color: this.colourOf(entry) }]));
    return { labelMappings, ...(this.hasInitial ? { initialValueModified: this.#modified } : {}) };
  }

  get #modified(): boolean {
    const { codes } = this.editor.mask;
    const before = this.#initialCodes;
    return before ? codes.some((code, index) => code !== before[index]) : codes.some((code) => code !== 0);
  }

  select(code: number): void {
    const entry = this.editor.table.find((one) => one.code === code);
    if (entry) this.choose(entry.label);
  }

  relabel(code: number, label: string): void {
    const to = this.palette.index(label) + 1;
    if (to && to !== code && this.editor.recode(code, to)) this.changed(`Now ${label}.`);
    this.choose(label);
  }
}

export class CrowdInstanceSegmentation extends MaskTool {
  static override properties: PropertyDeclarations = { active: { state: true } };

  /** The code of the thing that is painted; undefined when the next stroke begins a new one. */
  active: number | undefined = undefined;
  #colours = new Map<number, string>();

  protected startTable(): readonly Entry[] {
    return [];
  }

  override get extras(): unknown {
    return html`
      ${super.extras}
      <div class="group">
        <button type="button" class="tool" title="Next thing (n)" aria-keyshortcuts="n" @click=${() => this.next()}>
          <span>Next thing</span><kbd aria-hidden="true">n</kbd>
        </button>
      </div>
    `;
  }

  /** The next stroke begins a new thing. */
  next(): void {
    this.active = undefined;
    this.said = `The next stroke begins a new ${this.label}.`;
  }

  override choose(label: string): void {
    super.choose(label);
    this.next();
  }

  protected paintCode(): { code: number; table: readonly Entry[] } | undefined {
    const { table } = this.editor;
    if (this.used.some(({ code }) => code === this.active)) return { code: this.active as number, table };
    const code = this.#freeCode();
    if (!this.label || !code) return undefined;
    this.active = code;
    return { code, table: [...table.filter((entry) => entry.code !== code), { code, label: this.label }] };
  }

  #freeCode(): number {
    const taken = new Set(this.used.map(({ code }) => code));
    let code = 1;
    while (taken.has(code)) code++;
    return code <= MOST_CODES ? code : 0;
  }

  protected colourOf({ code }: Entry): string {
    const known = this.#colours.get(code);
    if (known) return known;
    const colour = freeColour(new Set(this.#colours.values()), code - 1);
    this.#colours.set(code, colour);
    return colour;
  }

  protected isActive({ code }: Entry): boolean {
    return code === this.active;
  }

  /** Things have colours here, labels only patterns. */
  protected override labelColour(): string {
    return "#808080";
  }

  protected override load(initial: unknown): void {
    this.#colours.clear();
    this.active = undefined;
    super.load(initial);
  }

  protected found(value: unknown): Found | undefined {
    const given = (value ?? {}) as Given;
    const src = fileOf(given);
    if (!src) return undefined;
    const instances = (given.instances ?? []).slice(0, MOST_CODES);
    for (const [index, { color }] of instances.entries()) this.#colours.set(index + 1, String(color).toLowerCase());
    return {
      src,
      codes: codeMap(instances.map(({ color }, index) => [String(color), index + 1] as const)),
      table: instances.map(({ label }, index) => ({ code: index + 1, label: String(label) })),
    };
  }

  protected meanings(used: readonly Entry[]): object {
    return { instances: used.map((entry) => ({ color: this.colourOf(entry), label: entry.label })) };
  }

  select(code: number): void {
    const entry = this.editor.table.find((one) => one.code === code);
    this.active = this.active === code ? undefined : code;
    if (entry) this.label = entry.label;
  }

  relabel(code: number, label: string): void {
    this.editor.rename(this.editor.table.map((entry) => (entry.code === code ? { code, label } : entry)));
    this.recoloured();
    this.changed(`Now ${label}.`);
  }

  override key(event: KeyboardEvent): boolean {
    if (event.key !== "n" || event.ctrlKey || event.metaKey) return super.key(event);
    this.next();
    return true;
  }
}

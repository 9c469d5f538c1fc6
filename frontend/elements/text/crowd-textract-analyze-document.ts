/**
 * `<crowd-textract-analyze-document>`: the keys and values that Textract found in a document, each looked at by a person.
 *
 * Answers under Augmented AI's key, `{"blocks": [...]}`: the blocks as they came, texts corrected, pairs that are none left out.
 */

import { css, html, nothing, type PropertyDeclarations, type PropertyValues, relaxed } from "../shared.ts";
import { type Block, type FormPair, missingKeys, pairsOf, reviewed, separated, wantedKeys } from "./form-blocks.ts";
import { ReadingWidget } from "./reading-widget.ts";

export class CrowdTextractAnalyzeDocument extends ReadingWidget {
  static override properties: PropertyDeclarations = {
    ...ReadingWidget.properties,
    src: {},
    initialValue: { attribute: "initial-value" },
    keys: {},
    noKeyEdit: { type: Boolean, attribute: "no-key-edit" },
    shown: { state: true },
  };

  src = "";
  initialValue: unknown = undefined;
  keys: unknown = undefined;
  noKeyEdit = false;
  /** The pair whose places are drawn on the document. */
  shown: FormPair | undefined = undefined;
  #blocks: readonly Block[] = [];
  #pairs: FormPair[] = [];
  #missing: { name: string; text: string; absent: boolean }[] = [];

  constructor() {
    super();
    this.name = "AWS/Textract/AnalyzeDocument/Forms/V1";
  }

  get _submittableValue(): object {
    const added = this.#missing.filter(({ absent, text }) => !absent && text);
    return { blocks: reviewed(this.#blocks, this.#pairs, added) };
  }

  restore(value: unknown): void {
    const given = value === undefined ? this.initialValue : (value as { blocks?: unknown } | null)?.blocks;
    const list = relaxed(typeof given === "string" ? separated(given) : given, "initial-value");
    const keys = relaxed(typeof this.keys === "string" ? separated(this.keys) : this.keys, "keys");
    this.#blocks = Array.isArray(list) ? (list as Block[]) : [];
    this.#pairs = pairsOf(this.#blocks);
    this.#missing = missingKeys(wantedKeys(keys), this.#pairs).map(({ name }) => ({ name, text: "", absent: false }));
    this.requestUpdate();
  }

  protected problem(): string {
    const open = this.#missing.find(({ text, absent }) => !text && !absent);
    return open ? `Find "${open.name}" in the document, or say that it is not there.` : "";
  }

  protected override willUpdate(changed?: PropertyValues): void {
    if (changed?.has("initialValue") || changed?.has("keys")) this.restore(undefined);
    super.willUpdate();
  }

  protected override render(): unknown {
    return this.page(
      html`
        <div class="document">
          <img src=${this.src} alt="The document" />
          ${[this.shown?.key, this.shown?.value].map((block) => this.#frame(block))}
        </div>
      `,
      html`
        ${this.#pairs.map((pair, index) => this.#pair(pair, index + 1))}
        ${this.#missing.map((one) => this.#search(one))}
        ${this.#pairs.length || this.#missing.length ? nothing : html`<p>Nothing was found in this document.</p>`}
      `,
    );
  }

  #frame(block: Block | undefined): unknown {
    const box = block?.geometry?.boundingBox;
    if (!box) return nothing;
    const [left, top, width, height] = ["left", "top", "width", "height"].map((side) => 100 * Number(box[side] ?? 0));
    return html`<i style="left:${left}%;top:${top}%;width:${width}%;height:${height}%"></i>`;
  }

  #change(change: () => void): void {
    change();
    this.told();
  }

  #pair(pair: FormPair, number: number): unknown {
    const { keyText, valueText, valid } = pair;
    return html`
      <section class="card fields" @focusin=${() => (this.shown = pair)} @click=${() => (this.shown = pair)}>
        ${
          this.noKeyEdit
            ? html`<h3 dir="auto">${keyText}</h3>`
            : this.#field(`Key ${number}`, keyText, !valid, (text) => (pair.keyText = text))
        }
        ${this.#field(`Value of ${keyText}`, valueText, !valid, (text) => (pair.valueText = text))}
        ${this.#check(`${keyText} is a key with this value`, valid, (on) => (pair.valid = on))}
        ${this.#check(`The value of ${keyText} is blank`, !valueText, (on) => (pair.valueText = on ? "" : this.#read(pair)))}
      </section>
    `;
  }

  #read({ value }: FormPair): string {
    return String(value?.text ?? "");
  }

  #search(one: { name: string; text: string; absent: boolean }): unknown {
    return html`
      <section class="card fields">
        ${this.#field(`Value of ${one.name}`, one.text, one.absent, (text) => (one.text = text))}
        ${this.#check(`${one.name} is not in the document`, one.absent, (on) => (one.absent = on))}
      </section>
    `;
  }

  #field(label: string, value: string, off: boolean, set: (text: string) => void): unknown {
    const typed = (event: Event): void => this.#change(() => set((event.target as HTMLInputElement).value));
    return html`
      <label>${label}<input dir="auto" .value=${value} ?disabled=${off} @input=${typed} /></label>
    `;
  }

  #check(label: string, checked: boolean, set: (on: boolean) => void): unknown {
    const clicked = (event: Event): void => this.#change(() => set((event.target as HTMLInputElement).checked));
    return html`
      <label class="check"><input type="checkbox" .checked=${checked} @change=${clicked} />${label}</label>
    `;
  }

  static override styles = [
    ...ReadingWidget.styles,
    css`
      .document {
        position: relative;
        align-self: start;
        justify-self: center;
      }
      img {
        display: block;
        max-inline-size: 100%;
      }
      i {
        position: absolute;
        outline: 3px solid #d55e00;
        outline-offset: 2px;
        background: #d55e0026;
      }
      .fields .check {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-block-size: 1.75rem;
        font-weight: 400;
      }
      .check input {
        inline-size: 1.25rem;
        block-size: 1.25rem;
      }
    `,
  ];
}

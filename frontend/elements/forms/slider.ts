/** `<crowd-slider>`: a number of a range, and the words under it. */

import { css, html, LitElement, nothing, type PropertyDeclarations, theme } from "../shared.ts";
import { Control } from "./control.ts";

export class CrowdSlider extends Control {
  static override properties: PropertyDeclarations = {
    ...Control.properties,
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    value: { noAccessor: true },
    secondaryProgress: { type: Number, attribute: "secondary-progress" },
    pin: { type: Boolean },
    editable: { type: Boolean },
  };

  min = 0;
  max = 100;
  step = 1;
  secondaryProgress = 0;
  pin = false;
  editable = false;
  #value: number | undefined;
  #touched = false;

  /** The least value until something is given or chosen. */
  get value(): number {
    return Math.min(Math.max(this.#value ?? this.min, this.min), this.max);
  }

  set value(value: unknown) {
    const number = value === null || value === "" ? NaN : Number(value);
    this.#value = Number.isFinite(number) ? number : undefined;
    this.requestUpdate();
  }

  get _submittableValue(): number {
    return this.value;
  }

  restore(value: unknown): void {
    this.#touched = true;
    this.value = value;
  }

  formResetCallback(): void {
    this.#touched = false;
    this.value = this.getAttribute("value");
  }

  protected problem(): string {
    return this.required && this.#value === undefined && !this.#touched ? "Move the slider to a value first." : "";
  }

  #changed(event: Event): void {
    this.#touched = true;
    this.value = (event.target as HTMLInputElement).value;
    if (event.type === "change") this.told();
  }

  #field(type: "range" | "number"): unknown {
    const seen = this.getAttribute("aria-label") || this.getAttribute("label") || this.name;
    return html`
      <input
        type=${type}
        min=${this.min}
        max=${this.max}
        step=${this.step}
        .value=${String(this.value)}
        ?disabled=${this.disabled}
        aria-label=${seen}
        aria-invalid=${this.invalid}
        style=${type === "range" && this.secondaryProgress ? `--second: ${this.#part(this.secondaryProgress)}%` : nothing}
        @input=${(event: Event) => this.#changed(event)}
        @change=${(event: Event) => this.#changed(event)}
      />
    `;
  }

  /** How far along a value is, in percent. */
  #part(value: number): number {
    return this.max > this.min ? ((value - this.min) / (this.max - this.min)) * 100 : 0;
  }

  #place(): void {
    for (const label of this.querySelectorAll<CrowdSliderLabel>("crowd-slider-label")) {
      const at = label.position === "" ? NaN : Number(label.position);
      label.toggleAttribute("placed", Number.isFinite(at));
      if (Number.isFinite(at)) label.style.setProperty("--at", `${this.#part(at)}%`);
    }
  }

  protected override updated(): void {
    this.#place();
  }

  protected override render(): unknown {
    return html`
      <div class="lines">
        ${this.#field("range")}
        ${this.editable ? this.#field("number") : this.pin ? html`<output>${this.value}</output>` : nothing}
        <div class="labels"><slot @slotchange=${() => this.#place()}></slot></div>
      </div>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
        max-inline-size: 40rem;
      }
      .lines {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        column-gap: 0.75rem;
      }
      input[type="range"] {
        inline-size: 100%;
        min-block-size: 2.25rem;
        margin: 0;
        accent-color: var(--accent);
        background: linear-gradient(var(--accent-soft) 0 0) 0 50% / var(--second, 0) 0.7rem no-repeat;
      }
      input[type="number"] {
        inline-size: 6rem;
        min-block-size: 2.25rem;
        padding-inline: 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 0.45rem;
        background: var(--paper);
        color: var(--ink);
        font: inherit;
      }
      :host(:empty) .labels {
        display: none;
      }
      output {
        min-inline-size: 2.5rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .labels {
        position: relative;
        grid-column: 1;
        display: flex;
        justify-content: space-between;
        min-block-size: 1.5rem;
        color: var(--muted);
        font-size: 0.9rem;
      }
    `,
  ];
}

/** `<crowd-slider-label>`: words at a place of the slider around it; spread evenly without `position`. */
export class CrowdSliderLabel extends LitElement {
  static override properties = { position: {} };

  position = "";

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  static override styles = css`
    :host {
      display: inline-block;
    }
    :host([placed]) {
      position: absolute;
      inset-inline-start: var(--at);
      translate: calc(-1 * var(--at));
      white-space: nowrap;
    }
    :host([placed]:dir(rtl)) {
      translate: var(--at);
    }
  `;
}

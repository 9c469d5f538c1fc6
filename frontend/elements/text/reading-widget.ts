/** What the widgets share that a worker reads and answers in fields: a name, instructions, why they cannot be submitted yet. */

import { css, choiceStyle, html, Instructions, LitElement, type PropertyDeclarations, theme } from "../shared.ts";

export abstract class ReadingWidget extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = { name: {}, header: {} };

  name: string;
  header = "";
  #internals = this.attachInternals();
  protected readonly instructions = new Instructions(this);

  constructor() {
    super();
    this.name = this.localName;
    this.addEventListener("invalid", () => this.toggleAttribute("tried", true));
  }

  abstract get _submittableValue(): object;
  /** An earlier answer, or undefined to begin anew. */
  abstract restore(value: unknown): void;
  /** Why this cannot be submitted, or nothing. */
  protected abstract problem(): string;

  get value(): object {
    return this._submittableValue;
  }

  set value(value: unknown) {
    this.restore(value);
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  formResetCallback(): void {
    this.restore(undefined);
  }

  override focus(options?: FocusOptions): void {
    const first = "[aria-invalid=true], .missing input, textarea, input:enabled";
    this.renderRoot.querySelector<HTMLElement>(first)?.focus(options);
  }

  protected override willUpdate(): void {
    const problem = this.problem();
    this.#internals.setValidity(problem ? { customError: true } : {}, problem);
  }

  /** After a person has changed something. */
  protected told(): void {
    this.requestUpdate();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What is read beside what is asked. */
  protected page(read: unknown, asked: unknown): unknown {
    return html`
      <div class="annotation-area">
        <div class="stage">${read}</div>
        <div class="panel">
          <h2>${this.header}</h2>
          ${asked} ${this.instructions.template()}
        </div>
      </div>
    `;
  }

  static override styles = [
    theme,
    Instructions.styles,
    choiceStyle,
    css`
      .annotation-area {
        grid-template-columns: minmax(0, 1fr) clamp(18rem, 36vw, 34rem);
      }
      .stage {
        place-items: start stretch;
        gap: 1rem;
      }
      h2 {
        margin: 0;
        font-size: 1.15rem;
      }
      h2:empty {
        display: none;
      }
      .card {
        margin: 0;
        display: grid;
        gap: 0.6rem;
        padding: 1rem 1.25rem;
        border: 1px solid var(--line);
        border-radius: 0.75rem;
        background: var(--paper);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .card > * {
        margin: 0;
        white-space: normal;
      }
      .card > p {
        white-space: pre-wrap;
      }
      .fields label {
        display: grid;
        gap: 0.25rem;
        font-weight: 600;
      }
      textarea,
      select,
      .fields input:not([type="radio"], [type="checkbox"]) {
        inline-size: 100%;
        min-block-size: 2.5rem;
        padding: 0.4rem 0.6rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 1rem/1.4 var(--font);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      :host([tried]) .missing legend {
        color: var(--alarm);
      }
    `,
  ];
}

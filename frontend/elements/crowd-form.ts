/**
 * `<crowd-form>`: gathers the named controls inside it into one answer.
 *
 * The content is moved into a real form, so that required fields, submit buttons, labels and `.form` work as the
 * browser has them. A submit event is taken away and sent again: only then is it certain that every handler of
 * the template has run (they may fill hidden inputs, or prevent it) before the answer is read.
 *
 * In a widget's shadow tree, where Ground Truth's widgets had a form of their own, it stands for the form around the widget.
 */

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { ANSWERED, REFUSED } from "../frame/contract.ts";
import { type Answer, answerOf, entriesOf, isWidget } from "./answer.ts";
import { flattened } from "./flat.ts";
import { CrowdButton } from "./crowd-button.ts";
import { whenParsed } from "./parsed.ts";
import { WIDGETS } from "./tags.ts";
import { theme } from "./theme.ts";

const SUBMITS =
  "crowd-button[form-action=submit], button:not([type]), button[type=submit], input[type=submit], input[type=image]";
const UNSEEN = "script, style, template, link, meta, title, input[type=hidden]";

export class CrowdForm extends LitElement {
  static override properties = { ownSubmit: { state: true }, problem: { state: true } };

  ownSubmit = false;
  problem = "";
  #form = document.createElement("form");
  #resent: Event | undefined;
  #retrying = false;

  constructor() {
    super();
    this.addEventListener("submit", (event) => this.#resend(event), { capture: true });
    this.addEventListener("invalid", (event) => this.#explain(event), { capture: true });
    // Here, not in the button: the button's own handlers have run when the click arrives.
    this.addEventListener("click", (event) => this.#clicked(event));
    // Template code may submit the inner form directly, as it could with Ground Truth.
    this.#form.submit = () => this.submit();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.hidden ||= this.#standsIn;
    if (!this.#standsIn) whenParsed(() => this.#adopt());
  }

  get #standsIn(): boolean {
    return this.getRootNode() instanceof ShadowRoot;
  }

  /** The form that this one stands for. */
  get #meant(): CrowdForm | undefined {
    const root = this.getRootNode();
    return root instanceof ShadowRoot ? (root.host.closest<CrowdForm>("crowd-form") ?? undefined) : this;
  }

  get form(): HTMLFormElement {
    return (this.#meant ?? this).#form;
  }

  /** Read the answer and hand it over: no event, no check, as a form's own submit(). */
  submit(): void {
    if (this.#standsIn) return this.#meant?.submit();
    this.problem = "";
    document.dispatchEvent(new CustomEvent(ANSWERED, { detail: this.#answer() }));
  }

  #answer(): Answer {
    const answer = answerOf(entriesOf(this));
    return this.getAttribute("answer-format") === "flatten-objects" ? flattened(answer) : answer;
  }

  /** As if the submit button had been pressed. */
  requestSubmit(): void {
    const meant = this.#meant;
    if (!meant) return;
    meant.problem = "";
    meant.#form.requestSubmit();
  }

  reset(): void {
    this.form.reset();
  }

  #adopt(): void {
    if (this.#form.parentNode) return;
    this.#gather();
    const watch = new MutationObserver(() => {
      this.#gather();
      // What gathering has moved is no news.
      watch.takeRecords();
    });
    watch.observe(this, { childList: true, subtree: true });
  }

  /** Everything into the form, also what a template's code has put beside it. */
  #gather(): void {
    if (this.#form.parentNode !== this) {
      this.#form.replaceChildren(...this.childNodes);
      this.append(this.#form);
    }
    while (this.firstChild !== this.#form) this.#form.prepend(this.#form.previousSibling as Node);
    while (this.lastChild !== this.#form) this.#form.append(this.#form.nextSibling as Node);
    this.#settle();
  }

  #settle(): void {
    const shown = [...this.#form.children].filter((child) => !child.matches(UNSEEN));
    this.toggleAttribute("fill", shown.length === 1 && Boolean(shown[0]?.matches(WIDGETS)));
    this.ownSubmit = this.querySelector(SUBMITS) !== null;
  }

  // Template code knows its elements as children of this one.

  override insertBefore<T extends Node>(node: T, before: Node | null): T {
    return before?.parentNode === this.#form ? this.#form.insertBefore(node, before) : super.insertBefore(node, before);
  }

  override removeChild<T extends Node>(node: T): T {
    return node.parentNode === this.#form ? this.#form.removeChild(node) : super.removeChild(node);
  }

  override replaceChild<T extends Node>(node: Node, before: T): T {
    const parent = before.parentNode === this.#form ? this.#form : this;
    return parent === this ? super.replaceChild(node, before) : parent.replaceChild(node, before);
  }

  #clicked(event: Event): void {
    const button = event.composedPath().find((one) => one instanceof CrowdButton);
    if (event.defaultPrevented || !button || button.disabled || button.loading) return;
    if (button.formAction === "submit") this.requestSubmit();
    if (button.formAction === "reset") this.reset();
  }

  #resend(event: Event): void {
    if (event === this.#resent || this.#standsIn) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = (event as SubmitEvent).submitter;
    this.#resent = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter });
    const willing = event.target?.dispatchEvent(this.#resent);
    if (this.#standInsAgree() && willing) this.submit();
  }

  /** Handlers on the forms in the widgets' shadow trees. */
  #standInsAgree(): boolean {
    const inner = [...this.querySelectorAll(WIDGETS)].map((widget) => widget.shadowRoot?.querySelector("crowd-form"));
    return inner.every((form) => form?.dispatchEvent(new SubmitEvent("submit", { cancelable: true })) ?? true);
  }

  #explain(event: Event): void {
    const control = event.target as LitElement & { validationMessage: string };
    if (control.isUpdatePending) return this.#retry(event, control);
    if (isWidget(control)) {
      event.preventDefault();
      if (!this.problem) control.focus();
    }
    this.problem ||= control.validationMessage;
    document.dispatchEvent(new CustomEvent(REFUSED, { detail: this.problem }));
  }

  /** A template's code has just changed the control: it does not know yet that it is good. */
  #retry(event: Event, control: LitElement): void {
    event.preventDefault();
    if (this.#retrying) return;
    this.#retrying = true;
    void control.updateComplete.then(() => {
      this.#retrying = false;
      this.requestSubmit();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("problem") && this.problem) {
      this.addEventListener("change", () => (this.problem = ""), { once: true });
    }
  }

  protected override render(): unknown {
    return html`
      <slot></slot>
      <div class="foot" ?hidden=${this.ownSubmit && !this.problem}>
        <span class="problem" role="alert">${this.problem}</span>
        ${
          this.ownSubmit
            ? nothing
            : html`<crowd-button variant="primary" form-action="submit" keys="Enter">Submit</crowd-button>`
        }
      </div>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 100dvh;
      }
      :host([fill]) {
        block-size: 100dvh;
      }
      :host([hidden]) {
        display: none;
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        z-index: 2;
        display: flex;
        align-items: center;
        justify-content: end;
        gap: 1rem;
        padding: 0.75rem 1.25rem;
        border-block-start: 1px solid var(--line);
        background: var(--paper);
      }
      .foot[hidden] {
        display: none;
      }
      .problem {
        color: var(--alarm);
        font-weight: 600;
      }
      .problem:empty {
        display: none;
      }
      @media (max-width: 45rem) {
        :host([fill]) {
          block-size: auto;
        }
        .foot {
          flex-wrap: wrap;
        }
        .foot crowd-button {
          flex: 1;
        }
      }
    `,
  ];
}

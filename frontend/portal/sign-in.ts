/** Signing in, and changing a first password. Fires `signed-in`. */

import { css, html, nothing } from "lit";
import { isLanguage, language, LANGUAGES, t } from "./i18n.ts";
import { preferences } from "./preferences.ts";
import { type Challenge, passwordLacks, type Session } from "./session.ts";
import { mark, theme } from "./theme.ts";
import { View } from "./view.ts";

export class SignIn extends View {
  static override properties = {
    session: { attribute: false },
    message: {},
    challenge: { state: true },
    problem: { state: true },
    busy: { state: true },
    lacks: { state: true },
    visible: { state: true },
  };

  session!: Session;
  message = "";
  challenge: Challenge | undefined = undefined;
  problem = "";
  busy = false;
  lacks: string[] = [];
  visible = false;

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const field = (name: string): string => String(fields.get(name) ?? "");
    await this.#trying(() =>
      this.challenge
        ? this.#change(this.challenge, field("new"), field("again"))
        : this.#enter(field("email"), field("password")),
    );
  }

  async #trying(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = "";
    try {
      await action();
    } catch (error) {
      this.problem = error instanceof TypeError ? "error-Network" : (error as Error).message;
    } finally {
      this.busy = false;
    }
  }

  async #enter(email: string, password: string): Promise<void> {
    this.challenge = await this.session.signIn(email.trim(), password);
    if (this.challenge) await this.#focusFirst();
    else this.#done();
  }

  async #change(challenge: Challenge, password: string, again: string): Promise<void> {
    this.lacks = passwordLacks(password);
    if (this.lacks.length) throw new Error("password-lacking");
    if (password !== again) throw new Error("password-differs");
    await this.session.choosePassword(challenge, password);
    this.#done();
  }

  async #focusFirst(): Promise<void> {
    this.lacks = passwordLacks("");
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("input:not([readonly])")?.focus();
  }

  #done(): void {
    this.dispatchEvent(new Event("signed-in", { bubbles: true, composed: true }));
  }

  protected override render(): unknown {
    return html`
      <main>
        <div class="card">
          <div class="brand">
            ${mark}
            <span>Trigpoint</span>
          </div>
          <h1>${t(this.challenge ? "choose-password" : "sign-in-title")}</h1>
          <p class="muted lead">
            ${t(this.challenge ? "choose-password-lead" : "sign-in-lead")}
          </p>
          ${this.message && !this.problem ? html`<p class="problem" role="status">${t(this.message)}</p>` : nothing}
          <form @submit=${this.#submit}>
            ${this.challenge ? this.#newPassword(this.challenge) : this.#credentials()}
            <label class="show">
              <input type="checkbox" .checked=${this.visible} @change=${() => (this.visible = !this.visible)} />
              <span>${t("show-password")}</span>
            </label>
            <p class="problem" role="alert" ?hidden=${!this.problem}>${this.#words}</p>
            <button class="primary" ?disabled=${this.busy}>
              ${t(this.busy ? "one-moment" : this.challenge ? "save-and-go-on" : "sign-in")}
            </button>
          </form>
          ${this.#languages()}
        </div>
      </main>
    `;
  }

  #credentials(): unknown {
    return html`
      <label>
        ${t("e-mail")}
        <input name="email" type="email" autocomplete="username" required autofocus />
      </label>
      <label>
        ${t("password")}
        <input name="password" type=${this.#kind} autocomplete="current-password" required />
      </label>
    `;
  }

  #newPassword(challenge: Challenge): unknown {
    return html`
      <input
        class="unseen"
        name="email"
        type="email"
        autocomplete="username"
        aria-hidden="true"
        tabindex="-1"
        readonly
        .value=${challenge.email}
      />
      <label>
        ${t("new-password")}
        <input
          name="new"
          type=${this.#kind}
          autocomplete="new-password"
          aria-describedby="rules"
          required
          @input=${(event: InputEvent) => (this.lacks = passwordLacks((event.target as HTMLInputElement).value))}
        />
      </label>
      <p id="rules" class="muted rules" aria-live="polite">
        ${this.lacks.length ? t("still-needed", { what: this.#lacking }) : t("strong-enough")}
      </p>
      <label>
        ${t("same-again")}
        <input name="again" type=${this.#kind} autocomplete="new-password" required />
      </label>
    `;
  }

  get #words(): string {
    return t(this.problem, { what: this.#lacking });
  }

  get #lacking(): string {
    return this.lacks.map((key) => t(key)).join(", ");
  }

  #languages(): unknown {
    return html`
      <label class="languages">
        <span class="unseen">${t("language")}</span>
        <select @change=${this.#speak}>
          ${Object.entries(LANGUAGES).map(
            ([code, name]) =>
              html`<option value=${code} lang=${code} ?selected=${code === language()}>${name}</option>`,
          )}
        </select>
      </label>
    `;
  }

  #speak(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (isLanguage(value)) preferences.change({ language: value });
  }

  get #kind(): string {
    return this.visible ? "text" : "password";
  }

  static override styles = [
    theme,
    css`
      main {
        display: grid;
        place-items: center;
        min-block-size: 100dvh;
        padding: 1.5rem;
        background: url("/contours.svg") center / cover no-repeat;
      }
      .card {
        inline-size: min(26rem, 100%);
        padding: 2.25rem 2rem;
        border: 1px solid var(--line);
        border-radius: 1rem;
        background: var(--paper);
        box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.1);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        margin-block-end: 1.75rem;
        font-weight: 700;
      }
      .lead {
        margin-block: 0.35rem 1.5rem;
      }
      form {
        display: grid;
        gap: 1rem;
      }
      form > label:not(.show) {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }
      .show {
        display: flex;
        align-items: center;
        gap: 0.6rem;
      }
      .show input {
        inline-size: 1.5rem;
        min-block-size: 1.5rem;
        accent-color: var(--accent);
      }
      .rules {
        margin-block-start: -0.6rem;
        font-size: 0.9rem;
      }
      .languages {
        display: block;
        margin-block-start: 1.25rem;
      }
      .primary {
        min-block-size: 2.9rem;
        font-size: 1rem;
      }
    `,
  ];
}

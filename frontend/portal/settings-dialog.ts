/** Language, theme and keys of this worker. Every choice holds at once. */

import { css, html } from "lit";
import { isLanguage, language, LANGUAGES, t } from "./i18n.ts";
import { ACTIONS, DIGITS, keyName, preferences, THEMES } from "./preferences.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";

export class SettingsDialog extends View {
  static override properties = { problem: { state: true } };

  problem = "";

  open(): void {
    this.problem = "";
    this.requestUpdate();
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  get isOpen(): boolean {
    return this.renderRoot.querySelector("dialog")?.open ?? false;
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  #speak(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (isLanguage(value)) preferences.change({ language: value });
  }

  #dress(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const chosen = THEMES.find((one) => one === value);
    if (chosen !== undefined) preferences.change({ theme: chosen });
    this.requestUpdate();
  }

  /** One printable key, with or without Shift; everything else does what it always does. */
  #press(what: string, event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || [...event.key].length !== 1) return;
    event.preventDefault();
    const taken = preferences.assign(what, event.key);
    this.problem = taken === undefined ? "" : this.#why(taken, event.key);
    this.requestUpdate();
  }

  #why(taken: string, key: string): string {
    const name = keyName(key);
    return taken === key ? t("key-not-free", { key: name }) : t("key-taken", { key: name, what: this.#name(taken) });
  }

  #reset(): void {
    preferences.resetKeys();
    this.problem = "";
    this.requestUpdate();
  }

  #name(what: string): string {
    return DIGITS.includes(what) ? t("choice-number", { number: Number(what) }) : t(`key-${what}`);
  }

  protected override render(): unknown {
    return html`
      <dialog aria-labelledby="title">
        <div class="spread">
          <h2 id="title">${t("settings")}</h2>
          <button class="quiet" @click=${this.#close}>${t("close")}</button>
        </div>
        <div class="choices">
          <label>
            ${t("language")}
            <select @change=${this.#speak}>
              ${Object.entries(LANGUAGES).map(([code, name]) => this.#option(code, name, code === language()))}
            </select>
          </label>
          <label>
            ${t("theme")}
            <select @change=${this.#dress}>
              ${THEMES.map((one) => this.#option(one, t(`theme-${one || "system"}`), one === preferences.liking.theme))}
            </select>
          </label>
        </div>
        ${this.#keys()}
      </dialog>
    `;
  }

  #option(value: string, text: string, chosen: boolean): unknown {
    return html`<option value=${value} .selected=${chosen}>${text}</option>`;
  }

  #keys(): unknown {
    const { keys, labels } = preferences.liking;
    return html`
      <section aria-labelledby="keys">
        <div class="spread">
          <h3 id="keys">${t("keys")}</h3>
          <button class="quiet" @click=${this.#reset}>${t("reset-keys")}</button>
        </div>
        <p class="muted small" id="how">${t("keys-lead")}</p>
        <p class="problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
        <div class="keys">${ACTIONS.map((action) => this.#key(action, keys[action]))}</div>
        <div class="keys">${DIGITS.map((digit) => this.#key(digit, labels[digit] ?? digit))}</div>
      </section>
    `;
  }

  #key(what: string, key: string): unknown {
    return html`
      <label>
        <span>${this.#name(what)}</span>
        <input
          class="key"
          aria-describedby="how"
          inputmode="text"
          autocomplete="off"
          autocapitalize="off"
          readonly
          .value=${keyName(key)}
          @keydown=${(event: KeyboardEvent) => this.#press(what, event)}
        />
      </label>
    `;
  }

  static override styles = [
    theme,
    css`
      dialog {
        inline-size: min(34rem, 94vw);
      }
      h2 {
        font-size: 1.25rem;
      }
      h3 {
        font-size: 1.05rem;
      }
      .choices,
      .keys {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
        gap: 0.75rem 1.25rem;
        margin-block: 1rem;
      }
      .choices label {
        display: grid;
        gap: 0.3rem;
        font-weight: 600;
      }
      .keys {
        gap: 0.4rem 1.25rem;
      }
      .keys label {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
      }
      .key {
        direction: ltr;
        inline-size: 3.25rem;
        text-align: center;
        font-weight: 600;
      }
      .small {
        font-size: 0.9rem;
      }
      section {
        margin-block-start: 1.25rem;
      }
    `,
  ];
}

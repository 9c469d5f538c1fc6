/** The portal: who is signed in, and which view the address names. */

import { css, html, nothing } from "lit";
import { PortalApi } from "./api.ts";
import { BrowserStore } from "./device-store.ts";
import { direction, language, speak, t } from "./i18n.ts";
import { Outbox } from "./outbox.ts";
import { preferences } from "./preferences.ts";
import type { Undoing } from "./seat-ports.ts";
import { Session, type SiteConfig } from "./session.ts";
import type { SettingsDialog } from "./settings-dialog.ts";
import { mark, theme } from "./theme.ts";
import { View } from "./view.ts";

const OPERATORS = "operators";
/** Most workers never need it. */
const OPERATOR_VIEW = "/operator.js";

export class Portal extends View {
  static override properties = {
    config: { state: true },
    message: { state: true },
    route: { state: true },
    signedIn: { state: true },
  };

  config: SiteConfig | undefined = undefined;
  message = "";
  route = location.hash;
  signedIn = false;
  session!: Session;
  api!: PortalApi;
  readonly store = new BrowserStore();
  outbox!: Outbox;
  /** An answer that the seat takes back first, chosen in the list of answers. */
  #undoing: Undoing | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", () => (this.route = location.hash));
    preferences.addEventListener("change", () => void this.#like());
    preferences.of("");
    void this.#configure();
  }

  async #configure(): Promise<void> {
    const reply = await fetch("/config.json").catch(() => undefined);
    const config = (await reply?.json().catch(() => undefined)) as SiteConfig | undefined;
    if (!config?.client) {
      this.message = "not-deployed";
      return;
    }
    this.session = new Session(config, { fetch: fetch.bind(window), storage: sessionStorage, now: Date.now });
    this.api = new PortalApi(this.session, fetch.bind(window), (message) => this.#ended(message));
    if (this.session.signedIn) this.#know();
    this.signedIn = this.session.signedIn;
    this.config = config;
  }

  /** What is this worker's own on this device. */
  #know(): void {
    preferences.of(this.session.worker);
    this.outbox = new Outbox(this.store, this.session.worker);
  }

  async #like(): Promise<void> {
    document.documentElement.dataset["theme"] = preferences.liking.theme;
    await speak(preferences.language(navigator.languages), async (name) => {
      const reply = await fetch(`/languages/${name}.ftl`);
      if (!reply.ok) throw new Error(`no ${name}`);
      return reply.text();
    });
    document.documentElement.lang = language();
    document.documentElement.dir = direction();
  }

  #ended(message: string): void {
    this.signedIn = false;
    this.message = message;
  }

  #entered(): void {
    this.message = "";
    this.#know();
    this.signedIn = true;
  }

  async #leave(): Promise<void> {
    location.hash = "#/";
    this.signedIn = false;
    // The seat gives its tasks back with the token it still has.
    await this.updateComplete;
    await this.session.signOut();
  }

  protected override updated(): void {
    const place = this.signedIn ? (this.#isOperatorView ? "jobs" : "label") : "sign-in";
    document.title = `${t(place)} · Trigpoint`;
  }

  get #isOperatorView(): boolean {
    return this.route.startsWith("#/jobs");
  }

  protected override render(): unknown {
    if (!this.config) return html`<p class="wait" role="status">${t(this.message) || nothing}</p>`;
    if (!this.signedIn) {
      return html`
        <sign-in .session=${this.session} .message=${this.message} @signed-in=${this.#entered}></sign-in>
      `;
    }
    const [, place, name] = /^#\/(job|answers)\/(.+)$/.exec(this.route) ?? [];
    const job = decodeURIComponent(name ?? "");
    if (place === "job") return this.#seat(job, this.config.frame);
    return html`
      ${this.#header()}
      <waiting-answers .api=${this.api} .outbox=${this.outbox}></waiting-answers>
      ${place ? this.#answers(job) : this.#jobs()}
      <settings-dialog></settings-dialog>
    `;
  }

  #seat(job: string, frame: string): unknown {
    const undoing = this.#undoing;
    this.#undoing = undefined;
    return html`
      <seat-view
        .api=${this.api}
        .store=${this.store}
        .outbox=${this.outbox}
        .worker=${this.session.worker}
        .job=${job}
        .frameOrigin=${frame}
        .undoing=${undoing}
      ></seat-view>
    `;
  }

  #answers(job: string): unknown {
    const undo = (event: CustomEvent<Undoing>): void => {
      this.#undoing = event.detail;
      location.hash = `#/job/${encodeURIComponent(job)}`;
    };
    return html`<answers-view .api=${this.api} .job=${job} @undo=${undo}></answers-view>`;
  }

  #jobs(): unknown {
    if (!(this.#isOperatorView && this.#operates)) return html`<jobs-view .api=${this.api}></jobs-view>`;
    void import(OPERATOR_VIEW);
    return html`<operator-view .api=${this.api} .frameOrigin=${this.config?.frame ?? ""}></operator-view>`;
  }

  get #operates(): boolean {
    return this.session.groups.includes(OPERATORS);
  }

  #settings(): void {
    this.renderRoot.querySelector<SettingsDialog>("settings-dialog")?.open();
  }

  #header(): unknown {
    const current = (here: boolean): unknown => (here ? "page" : nothing);
    return html`
      <header>
        <a class="brand" href="#/" aria-label="Trigpoint">
          ${mark}
          <span>Trigpoint</span>
        </a>
        ${
          this.#operates
            ? html`
                <nav aria-label=${t("views")}>
                  <a href="#/" aria-current=${current(!this.#isOperatorView)}>${t("label")}</a>
                  <a href="#/jobs" aria-current=${current(this.#isOperatorView)}>${t("jobs")}</a>
                </nav>
              `
            : nothing
        }
        <span class="who muted">${this.session.email}</span>
        <button @click=${this.#settings}>${t("settings")}</button>
        <button @click=${() => void this.#leave()}>${t("sign-out")}</button>
      </header>
    `;
  }

  static override styles = [
    theme,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 1.25rem;
        padding: 0.6rem 1.5rem;
        border-block-end: 1px solid var(--line);
        background: var(--paper);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        min-block-size: 2.5rem;
        color: inherit;
        font-weight: 700;
        text-decoration: none;
      }
      nav {
        display: flex;
        gap: 0.25rem;
      }
      nav a {
        padding: 0.5rem 0.9rem;
        border-radius: 0.5rem;
        color: var(--muted);
        font-weight: 600;
        text-decoration: none;
      }
      nav a[aria-current] {
        background: var(--accent-soft);
        color: var(--accent);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        font-size: 0.95rem;
        text-align: end;
        text-overflow: ellipsis;
      }
      @media (max-width: 45rem) {
        header {
          gap: 0.4rem;
          padding: 0.5rem 0.75rem;
        }
        header button {
          padding-inline: 0.6rem;
        }
        .brand span,
        .who {
          display: none;
        }
        nav {
          flex: 1;
        }
        nav a {
          padding: 0.5rem 0.6rem;
        }
        .brand {
          margin-inline-end: auto;
        }
      }
      .wait {
        padding: 4rem 1rem;
        text-align: center;
      }
    `,
  ];
}

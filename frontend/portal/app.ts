/** The portal: who is signed in, and which view the address names. */

import { css, html, LitElement, nothing } from "lit";
import { PortalApi } from "./api.ts";
import { Session, type SiteConfig } from "./session.ts";
import { mark, theme } from "./theme.ts";

const OPERATORS = "operators";

export class Portal extends LitElement {
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

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", () => (this.route = location.hash));
    void this.#configure();
  }

  async #configure(): Promise<void> {
    const reply = await fetch("/config.json").catch(() => undefined);
    const config = (await reply?.json().catch(() => undefined)) as SiteConfig | undefined;
    if (!config?.client) {
      this.message = "Trigpoint is not deployed yet. Reload this page in a moment.";
      return;
    }
    this.session = new Session(config, { fetch: fetch.bind(window), storage: sessionStorage, now: Date.now });
    this.api = new PortalApi(this.session, fetch.bind(window), (message) => this.#ended(message));
    this.signedIn = this.session.signedIn;
    this.config = config;
  }

  #ended(message: string): void {
    this.signedIn = false;
    this.message = message;
  }

  #entered(): void {
    this.message = "";
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
    const place = this.signedIn ? (this.#isOperatorView ? "Jobs" : "Label") : "Sign in";
    document.title = `${place} · Trigpoint`;
  }

  get #isOperatorView(): boolean {
    return this.route.startsWith("#/jobs");
  }

  protected override render(): unknown {
    if (!this.config) return html`<p class="wait" role="status">${this.message || nothing}</p>`;
    if (!this.signedIn) {
      return html`
        <sign-in .session=${this.session} .message=${this.message} @signed-in=${this.#entered}></sign-in>
      `;
    }
    const job = /^#\/job\/(.+)$/.exec(this.route)?.[1];
    if (job) {
      const key = decodeURIComponent(job);
      return html`<seat-view .api=${this.api} .job=${key} .frameOrigin=${this.config.frame}></seat-view>`;
    }
    return html`
      ${this.#header()}
      ${
        this.#isOperatorView && this.#operates
          ? html`<operator-view .api=${this.api}></operator-view>`
          : html`<jobs-view .api=${this.api}></jobs-view>`
      }
    `;
  }

  get #operates(): boolean {
    return this.session.groups.includes(OPERATORS);
  }

  #header(): unknown {
    const current = (here: boolean): unknown => (here ? "page" : nothing);
    return html`
      <header>
        <a class="brand" href="#/">
          ${mark}
          <span>Trigpoint</span>
        </a>
        ${
          this.#operates
            ? html`
                <nav aria-label="Views">
                  <a href="#/" aria-current=${current(!this.#isOperatorView)}>Label</a>
                  <a href="#/jobs" aria-current=${current(this.#isOperatorView)}>Jobs</a>
                </nav>
              `
            : nothing
        }
        <span class="who muted">${this.session.email}</span>
        <button @click=${() => void this.#leave()}>Sign out</button>
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
      .wait {
        padding: 4rem 1rem;
        text-align: center;
      }
    `,
  ];
}

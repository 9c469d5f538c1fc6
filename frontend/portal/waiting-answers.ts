/** Answers that wait on this device: how many, sent again by themselves, and what became of those that were too late. */

import { css, html, nothing } from "lit";
import { ApiError, type PortalApi } from "./api.ts";
import { t } from "./i18n.ts";
import { insist } from "./insist.ts";
import { pauseOrOnline } from "./online.ts";
import type { Outbox } from "./outbox.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";
import { refusal } from "./words.ts";

export class WaitingAnswers extends View {
  static override properties = {
    api: { attribute: false },
    outbox: { attribute: false },
    count: { state: true },
    lost: { state: true },
  };

  api!: PortalApi;
  outbox!: Outbox;
  count = 0;
  lost: string[] = [];

  protected override firstUpdated(): void {
    void this.#send();
  }

  async #send(): Promise<void> {
    this.count = (await this.outbox.all()).length;
    if (!this.count) return;
    const patience = { pause: pauseOrOnline, stopped: () => !this.isConnected, troubled: () => undefined };
    try {
      const lost = await insist(() => this.outbox.flush((job, body) => this.api.forJob(job).next(body)), patience);
      this.lost = lost.map(({ object, error }) => refusal(error, object));
      this.count = 0;
    } catch (error) {
      if (error instanceof ApiError) return;
      throw error;
    }
  }

  protected override render(): unknown {
    return html`
      <p class="waiting" role="status" ?hidden=${!this.count}>${t("answers-wait", { count: this.count })}</p>
      ${this.lost.length ? html`<ul class="problem" role="alert">${this.lost.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
    `;
  }

  static override styles = [
    theme,
    css`
      .waiting,
      .problem {
        max-inline-size: 62rem;
        margin: 1rem auto 0;
        padding: 0.7rem 1.5rem;
      }
      .waiting {
        border-radius: 0.5rem;
        background: var(--amber-soft);
        color: var(--amber);
        font-weight: 600;
      }
      ul {
        list-style: none;
      }
    `,
  ];
}

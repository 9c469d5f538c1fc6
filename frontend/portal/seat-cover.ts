/** What stands in place of a task. */

import { html, nothing } from "lit";
import { t } from "./i18n.ts";
import type { Seat } from "./seat.ts";

/** Over the stage whenever there is no task to work on. */
export function cover(seat: Seat): unknown {
  switch (seat.phase) {
    case "working":
      return seat.parked ? parked(seat) : nothing;
    case "loading":
      return html`
        <div class="cover" role="status">
          <span class="spinner"></span>
          ${t("getting-next")}
        </div>
      `;
    case "expired":
      return html`
        <div class="cover">
          <h2>${t("time-ran-out")}</h2>
          <p class="muted">${t("time-ran-out-lead")}</p>
          <button class="primary" @click=${() => void seat.goOn()}>${t("next-task")}</button>
        </div>
      `;
    case "empty":
      return html`
        <div class="cover" role="status">
          <h2>${t(seat.submitted ? "all-done" : "nothing-to-label")}</h2>
          <p class="muted">${t("looks-for-tasks")}</p>
          <a class="button" href="#/">${t("back-to-jobs")}</a>
        </div>
      `;
    case "failed":
      return html`
        <div class="cover" role="alert">
          <h2>${t("does-not-work")}</h2>
          <p class="muted">${seat.trouble}</p>
          <button class="primary" @click=${() => void seat.start()}>${t("try-again")}</button>
        </div>
      `;
  }
}

/** The task is answered, the network is gone, and no other task is here. */
function parked(seat: Seat): unknown {
  return html`
    <div class="cover" role="status">
      <span class="spinner"></span>
      <h2>${t("no-connection")}</h2>
      <p class="muted">${t("answers-wait", { count: seat.unsent })}</p>
    </div>
  `;
}

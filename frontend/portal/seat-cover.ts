/** What stands in place of a task. */

import { html, nothing } from "lit";
import type { Seat } from "./seat.ts";

/** Over the stage whenever there is no task to work on. */
export function cover(seat: Seat): unknown {
  switch (seat.phase) {
    case "working":
      return nothing;
    case "loading":
      return html`
        <div class="cover" role="status">
          <span class="spinner"></span>
          Getting your next task …
        </div>
      `;
    case "expired":
      return html`
        <div class="cover">
          <h2>The time for this task ran out</h2>
          <p class="muted">It went back to the others. Nothing of yours before it is lost.</p>
          <button class="primary" @click=${() => void seat.goOn()}>Next task</button>
        </div>
      `;
    case "empty":
      return html`
        <div class="cover" role="status">
          <h2>${seat.submitted ? "All done for now" : "Nothing to label right now"}</h2>
          <p class="muted">This page looks for new tasks every few seconds.</p>
          <a class="button" href="#/">Back to the jobs</a>
        </div>
      `;
    case "failed":
      return html`
        <div class="cover" role="alert">
          <h2>This does not work right now</h2>
          <p class="muted">${seat.trouble}</p>
          <button class="primary" @click=${() => void seat.start()}>Try again</button>
        </div>
      `;
  }
}

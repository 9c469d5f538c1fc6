/** The bar over the task: which job, how far it is, the time left, the draft, and what can be done. */

import { html, nothing } from "lit";
import type { OpenJob } from "./api.ts";
import { answerText } from "./answer-words.ts";
import { number, t } from "./i18n.ts";
import { type Action, keyName, preferences } from "./preferences.ts";
import type { Seat } from "./seat.ts";
import type { Sent } from "./seat-ports.ts";
import { clock } from "./words.ts";

export interface Bar {
  seat: Seat;
  job: string;
  open: OpenJob | undefined;
  /** The last answer, while it can be taken back, and for how many seconds. */
  last: { sent: Sent; left: number } | undefined;
  /** Seconds that the task has, and below which they are few. */
  time: { left: number; few: number } | undefined;
  act: (action: Action | "settings") => void;
}

export function bar(of: Bar): unknown {
  const works = of.seat.phase === "working" && !of.seat.parked;
  return html`
    <header>
      <a class="button quiet" href="#/" aria-label=${t("leave-job")}>
        <span class="back" aria-hidden="true"></span>
        <span class="word">${t("leave")}</span>
      </a>
      <div class="job">
        <h1 dir="auto">${of.open?.title ?? of.job}</h1>
        ${progress(of)}
      </div>
      ${time(of)}
      <nav aria-label=${t("task")}>
        ${undo(of)} ${button(of, "answers", true)} ${button(of, "skip", works)} ${button(of, "decline", works)}
        <button class="gear" aria-label=${t("settings")} title=${t("settings")} @click=${() => of.act("settings")}>
          <span aria-hidden="true">⚙</span>
        </button>
      </nav>
    </header>
  `;
}

function button(of: Bar, action: Action, enabled: boolean): unknown {
  return html`<button ?disabled=${!enabled} @click=${() => of.act(action)}>${t(`key-${action}`)} ${key(action)}</button>`;
}

function key(action: Action): unknown {
  return html`<kbd>${keyName(preferences.liking.keys[action])}</kbd>`;
}

function progress(of: Bar): unknown {
  const mine = html`
    <span class="mine">
      <b>${t("answers-by-you", { count: of.seat.submitted })}</b>
      ${of.seat.saving ? t("saving") : nothing} ${draft(of.seat)}
    </span>
  `;
  if (!of.open) return html`<p class="count muted">${mine}</p>`;
  const { total, closed, title } = of.open;
  return html`
    <p class="count muted">
      <progress aria-label=${t("progress-of", { job: title })} max=${total || 1} .value=${closed}></progress>
      <span class="all" title=${t("objects-done", { done: closed, total })}>${number(closed)} / ${number(total)} ·</span>
      ${mine}
    </p>
  `;
}

function draft(seat: Seat): unknown {
  const { state } = seat.drafts;
  return state === "none" ? nothing : html`<span class="draft">· ${t(`draft-${state}`)}</span>`;
}

function time({ time: has }: Bar): unknown {
  if (!has) return nothing;
  return html`
    <p class="time ${has.left < has.few ? "short" : ""}" role="timer" aria-label=${t("time-left-label")}>
      ${clock(has.left)}
      <span class="unit">${t("time-left")}</span>
    </p>
  `;
}

function undo(of: Bar): unknown {
  if (!of.last) return nothing;
  return html`
    <button @click=${() => of.act("undo")} title=${t("take-back", { answer: answerText(of.last.sent.answer) })}>
      ${t("key-undo")}
      <span class="left">${t("short-seconds", { seconds: of.last.left })}</span>
      ${key("undo")}
    </button>
  `;
}

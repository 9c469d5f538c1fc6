/** The side of the text tool: labels, and the list of what is marked. */

import { html, nothing } from "../shared.ts";
import type { EntityLabel } from "./entity-labels.ts";
import type { Marking } from "./marking.ts";
import type { Entity } from "./spans.ts";

/** What the panel asks of the element. */
export interface Panelled {
  readonly marking: Marking;
  /** What text that is dragged over becomes. */
  readonly label: string;
  choose(label: string): void;
  requestUpdate(): void;
}

export function labelRows(tool: Panelled): unknown {
  return tool.marking.labels.map((one, index) => labelRow(tool, one, index));
}

/** The selection in the text must outlive the press on a label. */
function labelRow(tool: Panelled, { label, full, colour }: EntityLabel, index: number): unknown {
  const key = index < 9 ? String(index + 1) : "";
  return html`
    <label class="row" @pointerdown=${(event: Event) => event.preventDefault()}>
      <input
        type="radio"
        name="label"
        .value=${label}
        .checked=${label === tool.label}
        aria-keyshortcuts=${key || nothing}
        @click=${() => tool.choose(label)}
      />
      <span class="swatch" style="--colour: ${colour}"></span>
      <span class="text" dir="auto">${full}</span>
      ${key ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}
    </label>
  `;
}

export function listOf(tool: Panelled): unknown {
  const { marking } = tool;
  const { entities } = marking;
  return html`
    <section class="drawn" aria-label="What is marked">
      <h2>
        <span>Marked <span class="count">${entities.length}</span></span>
        ${historyButton("Undo", "Control+Z", marking.canUndo, () => marking.undo())}
        ${historyButton("Redo", "Control+Y", marking.canRedo, () => marking.redo())}
      </h2>
      <ul>
        ${entities.map((entity, place) => item(tool, entity, place))}
      </ul>
      ${entities.length ? nothing : html`<p class="empty">Nothing yet.</p>`}
    </section>
  `;
}

/** Focusable also when there is nothing to do, so that the focus is not lost. */
function historyButton(name: string, keys: string, able: boolean, run: () => void): unknown {
  return html`
    <button type="button" class="small" aria-disabled=${!able} aria-keyshortcuts=${keys} @click=${run}>${name}</button>
  `;
}

function item(tool: Panelled, entity: Entity, place: number): unknown {
  const { marking } = tool;
  const selected = place === marking.selected;
  const pick = (): void => {
    marking.select(selected ? -1 : place);
    tool.requestUpdate();
  };
  return html`
    <li ?data-selected=${selected}>
      <button type="button" class="pick" aria-pressed=${selected} @click=${pick}>
        <span class="swatch" style="--colour: ${marking.colour(entity.label)}"></span>
        <span class="text" dir="auto">${marking.excerpt(entity)}</span>
        <span class="where">${marking.full(entity.label)}</span>
      </button>
      ${selected ? editing(marking, entity, place) : nothing}
    </li>
  `;
}

function editing(marking: Marking, { label }: Entity, place: number): unknown {
  const strange = marking.known(label) ? [] : [{ label, full: label }];
  const change = (event: Event): void => marking.replace(place, { label: (event.target as HTMLSelectElement).value });
  return html`
    <div class="editing">
      <select aria-label="Label of what is selected" @change=${change}>
        ${[...strange, ...marking.labels].map(
          (one) => html`<option value=${one.label} .selected=${one.label === label}>${one.full}</option>`,
        )}
      </select>
      <button type="button" class="small" aria-keyshortcuts="Delete" @click=${() => marking.remove(place)}>Delete</button>
    </div>
  `;
}

/** The markup around the stage: the bar of tools above it, and the list of what was drawn. */

import { html, nothing, svg } from "../shared.ts";
import type { ImageTool } from "./image-tool.ts";
import type { Stage } from "./stage.ts";

export interface Mode {
  readonly id: string;
  readonly text: string;
  readonly key: string;
  readonly icon: keyof typeof ICONS;
}

export const PAN: Mode = { id: "pan", text: "Move", key: "m", icon: "hand" };
export const MOVING: readonly Mode[] = [PAN];

/** One thing that was drawn. */
export interface Row {
  readonly id: number;
  readonly label: string;
  /** Size or place, in words. */
  readonly text: string;
  readonly colour: string;
  /** The swatch's pattern, a class. */
  readonly swatch: string;
  readonly selected: boolean;
}

const ICONS = {
  draw: "M4 20l4-1L20 7l-3-3L5 16zM14 7l3 3",
  select: "M5 3l14 8-6 1.5L10 19z",
  hand: "M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5",
  brush: "M20 4c-5 2-9 6-10.500 9.500l2 2C15 14 19 9 20 4zM9 14c-3 0-3 4-6 5 4 1.500 8 0 8-3z",
  eraser: "M4 15l9-9 6 6-7 7H8zM8.500 10.500l6 6M12 19h8",
  polygon: "M6 18L4 8l8-5 8 6-3 9z",
  fill: "M5 11l7-7 7 7-7 7zM9 3l3 3M20 15c1.500 2 1.500 4 0 4s-1.500-2 0-4z",
  undo: "M8 5L4 9l4 4M4 9h9a6 6 0 0 1 0 12H9",
  redo: "M16 5l4 4-4 4M20 9h-9a6 6 0 0 0 0 12h4",
  nearer: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L21 21M7.500 10.500h6M10.500 7.500v6",
  farther: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L21 21M7.500 10.500h6",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  names: "M4 5h9l7 7-9 9-7-7zM8.500 9.500h.01",
  light:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
} as const;

function icon(name: keyof typeof ICONS): unknown {
  return html`
    <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${ICONS[name]} />`}</svg>
  `;
}

interface Action {
  readonly icon: keyof typeof ICONS;
  readonly name: string;
  readonly keys: string;
  readonly off?: boolean;
  readonly pressed?: boolean;
  run(): void;
}

function button(action: Action): unknown {
  return html`
    <button
      type="button"
      class="tool"
      title="${action.name} (${action.keys})"
      aria-label=${action.name}
      aria-keyshortcuts=${action.keys}
      aria-pressed=${action.pressed ?? nothing}
      aria-disabled=${action.off ?? false}
      @click=${() => action.off || action.run()}
    >
      ${icon(action.icon)}
    </button>
  `;
}

/** Undo and the like stay focusable when they have nothing to do, so that the focus is not lost. */
export function bar(tool: ImageTool): unknown {
  return html`
    <div class="bar" role="toolbar" aria-label="Drawing tools">
      <div class="group">${[...tool.modes, ...MOVING].map((mode) => modeButton(tool, mode))}</div>
      ${tool.extras ?? nothing}
      <div class="group">
        ${button({ icon: "undo", name: "Undo", keys: "Control+Z", off: !tool.canUndo, run: () => tool.undo() })}
        ${button({ icon: "redo", name: "Redo", keys: "Control+Y", off: !tool.canRedo, run: () => tool.redo() })}
      </div>
      ${views(tool)}
    </div>
  `;
}

/** What can be looked at in another way, also where nothing is drawn. */
export interface Looking {
  readonly stage: Stage;
  namesHidden: boolean;
  opacity: number;
  requestUpdate(): void;
}

/** Zoom, names, brightness. */
export function views(tool: Looking): unknown {
  const { stage } = tool;
  return html`
    <div class="group">
      ${button({ icon: "farther", name: "Zoom out", keys: "-", run: () => stage.zoom(-1) })}
      ${button({ icon: "fit", name: "Fit the picture", keys: "0", run: () => stage.fit() })}
      ${button({ icon: "nearer", name: "Zoom in", keys: "+", run: () => stage.zoom(1) })}
    </div>
    <div class="group">
      ${button({
        icon: "names",
        name: "Hide labels",
        keys: "h",
        pressed: tool.namesHidden,
        run: () => (tool.namesHidden = !tool.namesHidden),
      })}
      ${light(tool)}
    </div>
  `;
}

function modeButton(tool: ImageTool, mode: Mode): unknown {
  return html`
    <button
      type="button"
      class="tool mode"
      title="${mode.text} (${mode.key})"
      aria-pressed=${tool.mode === mode.id}
      aria-keyshortcuts=${mode.key}
      @click=${() => (tool.mode = mode.id)}
    >
      ${icon(mode.icon)}<span>${mode.text}</span><kbd aria-hidden="true">${mode.key}</kbd>
    </button>
  `;
}

function light(tool: Looking): unknown {
  const { stage } = tool;
  const set = (change: () => void): void => {
    change();
    tool.requestUpdate();
  };
  return html`
    <button type="button" class="tool" popovertarget="light" aria-label="Brightness and contrast" title="Brightness and contrast">
      ${icon("light")}
    </button>
    <div id="light" popover class="light">
      ${slider("Brightness", stage.brightness, [20, 300], (value) => set(() => (stage.brightness = value)))}
      ${slider("Contrast", stage.contrast, [20, 300], (value) => set(() => (stage.contrast = value)))}
      ${slider("Strength of the drawing", tool.opacity, [10, 100], (value) => (tool.opacity = value))}
      <button
        type="button"
        class="more"
        @click=${() => set(() => (stage.brightness = stage.contrast = tool.opacity = 100))}
      >
        As it was
      </button>
    </div>
  `;
}

export function slider(
  name: string,
  value: number,
  [least, most]: readonly [number, number],
  set: (value: number) => void,
): unknown {
  const input = (event: Event): void => set(Number((event.target as HTMLInputElement).value));
  return html`
    <label class="slider">
      <span>${name}</span>
      <input type="range" min=${least} max=${most} .value=${String(value)} @input=${input} />
      <output>${value}</output>
    </label>
  `;
}

export function listOf(tool: ImageTool): unknown {
  const { rows } = tool;
  return html`
    <section class="drawn" aria-label="What is drawn">
      <h2>Drawn <span class="count">${rows.length}</span></h2>
      <ul>
        ${rows.map((row) => item(tool, row))}
      </ul>
      ${rows.length ? nothing : html`<p class="empty">Nothing yet.</p>`}
    </section>
  `;
}

function item(tool: ImageTool, row: Row): unknown {
  return html`
    <li ?data-selected=${row.selected}>
      <button type="button" class="pick" aria-pressed=${row.selected} @click=${() => tool.select(row.id)}>
        <span class="swatch ${row.swatch}" style="--colour: ${row.colour}"></span>
        <span class="text" dir="auto">${row.label}</span>
        <span class="where">${row.text}</span>
      </button>
      ${row.selected ? editing(tool, row) : nothing}
    </li>
  `;
}

function editing(tool: ImageTool, row: Row): unknown {
  const names = tool.palette.has(row.label) ? tool.palette.names : [row.label, ...tool.palette.names];
  const change = (event: Event): void => tool.relabel(row.id, (event.target as HTMLSelectElement).value);
  return html`
    <div class="editing">
      <select aria-label="Label of what is selected" @change=${change}>
        ${names.map((name) => html`<option value=${name} .selected=${name === row.label}>${name}</option>`)}
      </select>
      ${button({ icon: "remove", name: `Delete ${row.label}`, keys: "Delete", run: () => tool.drop(row.id) })}
    </div>
  `;
}

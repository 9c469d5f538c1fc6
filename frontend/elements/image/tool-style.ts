import { css } from "../shared.ts";

export const toolStyle = css`
  :host {
    display: block;
    min-block-size: 0;
  }
  .annotation-area {
    display: grid;
    grid-template:
      "bar panel" auto
      "stage panel" minmax(0, 1fr)
      "how panel" auto / minmax(0, 1fr) clamp(16rem, 24vw, 22rem);
    block-size: 100%;
    min-block-size: min(40rem, 80dvh);
  }
  .bar {
    grid-area: bar;
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.4rem;
    padding: 0.5rem;
    border-block-end: 1px solid var(--line);
    background: var(--paper);
  }
  .group {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.15rem;
  }
  .tool {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.3rem;
    min-inline-size: 2rem;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.35rem;
    border: 1px solid transparent;
    border-radius: 0.5rem;
    background: none;
    color: var(--ink);
    font: 600 0.85rem/1.2 var(--font);
    cursor: pointer;
  }
  .tool:hover {
    background: var(--sunken);
  }
  .tool[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .tool[aria-disabled="true"] {
    cursor: default;
    opacity: 0.4;
  }
  .tool kbd {
    min-inline-size: 1.2rem;
    block-size: 1.2rem;
    padding-inline: 0.2rem;
    font-size: 0.75rem;
  }
  svg {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .stage {
    grid-area: stage;
    position: relative;
    min-block-size: 12rem;
    overflow: hidden;
    background: light-dark(#dfe4e0, #0b0f0d);
    cursor: crosshair;
    touch-action: none;
    user-select: none;
  }
  .stage:focus-visible {
    outline-width: 2px;
    outline-offset: -2px;
  }
  :host([moving]) .stage {
    cursor: grab;
  }
  :host([selecting]) .stage {
    cursor: default;
  }
  .stage img {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    max-inline-size: none;
    transform-origin: 0 0;
  }
  .upper-canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }
  .trouble {
    position: absolute;
    inset: auto 0;
    inset-block-start: 40%;
    margin: 0;
    text-align: center;
    color: var(--alarm);
    font-size: 1.1rem;
  }
  .notice {
    grid-area: stage;
    align-self: start;
    justify-self: center;
    z-index: 1;
    margin: 0.75rem;
    padding: 0.5rem 0.9rem;
    border-radius: 0.5rem;
    background: var(--paper);
    color: var(--alarm);
    font-weight: 600;
  }
  .how {
    grid-area: how;
    margin: 0;
    padding: 0.4rem 0.75rem;
    border-block-start: 1px solid var(--line);
    background: var(--paper);
    color: var(--muted);
    font-size: 0.85rem;
    line-height: 1.4;
  }
  .light {
    inset: auto;
    margin: 0.3rem 0;
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: 0.7rem;
    background: var(--paper);
    color: var(--ink);
    box-shadow: 0 8px 30px #0003;
    position-area: block-end span-inline-start;
  }
  .slider {
    display: flex;
    align-items: center;
    gap: 0.35rem;
    font-size: 0.85rem;
  }
  .light .slider input {
    inline-size: 100%;
  }
  .light .slider {
    display: grid;
    grid-template-columns: 11rem 9rem 2.5rem;
    margin-block-end: 0.5rem;
  }
  .slider input {
    min-block-size: 1.75rem;
    inline-size: 4rem;
    accent-color: var(--accent);
  }
  output {
    min-inline-size: 1.7rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 45rem) {
    .annotation-area {
      grid-template:
        "bar" auto
        "stage" 60dvh
        "how" auto
        "panel" auto / minmax(0, 1fr);
    }
    .tool kbd {
      display: none;
    }
    /* Still the button's name. */
    .tool.mode span {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;

import { css } from "../shared.ts";

export const entityStyle = css`
  :host {
    display: block;
    min-block-size: 0;
  }
  .annotation-area {
    display: grid;
    grid-template:
      "stage panel" minmax(0, 1fr)
      "how panel" auto / minmax(0, 1fr) clamp(16rem, 26vw, 23rem);
    block-size: 100%;
    min-block-size: 22rem;
  }
  .stage {
    grid-area: stage;
    min-inline-size: 0;
    padding: 1.5rem;
    overflow: auto;
    background: var(--sunken);
  }
  .paper {
    max-inline-size: 54rem;
    margin-inline: auto;
    padding: 1.25rem 1.75rem 1.5rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--paper);
  }
  .paper:focus-within {
    outline: 2px solid light-dark(#1d5fd1, #8fb8ff);
    outline-offset: 2px;
  }
  .trouble {
    margin: 0;
    color: var(--alarm);
  }
  .how {
    grid-area: how;
    margin: 0;
    padding: 0.4rem 0.75rem;
    border-block-start: 1px solid var(--line);
    background: var(--paper);
    color: var(--muted);
    font-size: 0.85rem;
    line-height: 1.6;
  }
  .how kbd {
    min-inline-size: 1.2rem;
    block-size: 1.2rem;
  }
  .panel {
    grid-area: panel;
    display: flex;
    flex-direction: column;
    gap: 1rem;
    min-block-size: 0;
    padding: 1rem;
    overflow: auto;
    border-inline-start: 1px solid var(--line);
    background: var(--paper);
  }
  fieldset {
    display: grid;
    gap: 0.35rem;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-block-end: 0.5rem;
    padding: 0;
    font-size: 1.05rem;
    font-weight: 650;
    line-height: 1.35;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 2.4rem;
    padding: 0.3rem 0.6rem;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    user-select: none;
    cursor: pointer;
  }
  .row:hover,
  .pick:hover {
    background: var(--sunken);
  }
  .row:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .row:has(:focus-visible) {
    outline: 3px solid light-dark(#1d5fd1, #8fb8ff);
    outline-offset: 2px;
  }
  .row input {
    flex: none;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    margin: 0;
    accent-color: var(--accent);
    outline: none;
  }
  .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .swatch {
    flex: none;
    inline-size: 1.1rem;
    block-size: 1.1rem;
    border: 1px solid light-dark(#0006, #fff6);
    border-radius: 0.25rem;
    background: var(--colour);
  }
  .drawn {
    padding-block-start: 0.8rem;
    border-block-start: 1px solid var(--line);
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    margin: 0 0 0.4rem;
    font-size: 0.95rem;
    font-weight: 650;
  }
  h2 > :first-child {
    flex: 1;
  }
  .count {
    color: var(--muted);
    font-weight: 500;
  }
  .small {
    min-block-size: 2rem;
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--line);
    border-radius: 0.45rem;
    background: var(--paper);
    color: var(--ink);
    font: 600 0.85rem/1.2 var(--font);
    cursor: pointer;
  }
  .small[aria-disabled="true"] {
    cursor: default;
    color: var(--muted);
  }
  ul {
    display: grid;
    gap: 0.15rem;
    max-block-size: 19rem;
    margin: 0;
    padding: 3px;
    overflow: auto;
    list-style: none;
  }
  li[data-selected] {
    border-radius: 0.45rem;
    background: var(--accent-soft);
  }
  .pick {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    inline-size: 100%;
    min-block-size: 2rem;
    padding: 0.2rem 0.5rem;
    border: 0;
    border-radius: 0.45rem;
    background: none;
    color: var(--ink);
    font: 0.9rem/1.3 var(--font);
    cursor: pointer;
  }
  .where,
  .empty {
    color: var(--muted);
    font-size: 0.85rem;
  }
  .empty {
    margin: 0;
  }
  .editing {
    display: flex;
    gap: 0.4rem;
    padding: 0 0.4rem 0.4rem;
  }
  select {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 2.25rem;
    padding-inline: 0.5rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--paper);
    color: var(--ink);
    font: 0.9rem/1.2 var(--font);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (max-width: 45rem) {
    .annotation-area {
      display: flex;
      flex-direction: column;
    }
    .panel {
      display: contents;
    }
    fieldset {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      order: -1;
      display: flex;
      flex-wrap: wrap;
      padding: 0.6rem;
      border-block-end: 1px solid var(--line);
      background: var(--paper);
    }
    legend {
      padding-block-start: 0.6rem;
    }
    .row kbd {
      display: none;
    }
    .stage {
      overflow: visible;
      padding: 0.75rem;
    }
    .paper {
      padding: 0.9rem 1rem;
    }
    .how {
      display: none;
    }
    .drawn,
    details {
      padding: 0.9rem;
    }
  }
`;

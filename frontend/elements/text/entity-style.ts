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
  .swatch {
    flex: none;
    inline-size: 1.1rem;
    block-size: 1.1rem;
    border: 1px solid light-dark(#0006, #fff6);
    border-radius: 0.25rem;
    background: var(--colour);
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
  .where,
  .empty {
    margin: 0;
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

/** Labels and the list of what was drawn, beside the stage. */

import { css } from "../shared.ts";

export const panelStyle = css`
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
    inline-size: 1.25rem;
    block-size: 1.25rem;
    border: 1px solid light-dark(#0006, #fff6);
    border-radius: 0.25rem;
    background: var(--pattern, none) var(--colour);
  }
  /* As on the mask, and like the dashes of lines: colour is not all that tells labels apart. */
  .pattern-0 {
    --pattern: repeating-linear-gradient(135deg, #fff9 0 2px, transparent 2px 7px);
  }
  .pattern-1 {
    --pattern: repeating-linear-gradient(45deg, #fff9 0 2px, transparent 2px 7px);
  }
  .pattern-2 {
    --pattern: repeating-linear-gradient(0deg, #fff9 0 2px, transparent 2px 6px);
  }
  .pattern-3 {
    --pattern: repeating-linear-gradient(90deg, #fff9 0 2px, transparent 2px 6px);
  }
  .pattern-4 {
    --pattern: radial-gradient(#fffc 1.2px, transparent 1.6px) 0 0 / 6px 6px;
  }
  .pattern-5 {
    --pattern:
      repeating-linear-gradient(0deg, #fff9 0 1px, transparent 1px 6px),
      repeating-linear-gradient(90deg, #fff9 0 1px, transparent 1px 6px);
  }
  h2 {
    margin: 0 0 0.4rem;
    font-size: 0.95rem;
    font-weight: 650;
  }
  .count {
    color: var(--muted);
    font-weight: 500;
  }
  .drawn {
    padding-block-start: 0.8rem;
    border-block-start: 1px solid var(--line);
  }
  ul {
    display: grid;
    gap: 0.15rem;
    max-block-size: 17rem;
    margin: 0;
    padding: 3px;
    overflow: auto;
    list-style: none;
  }
  .drawn li {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 2rem;
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
    font-size: 0.82rem;
    font-variant-numeric: tabular-nums;
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
  @media (max-width: 45rem) {
    .panel {
      border-inline-start: 0;
      border-block-start: 1px solid var(--line);
    }
  }
`;

/** What the panels beside a stage and beside a text share: labels to choose, the list of what is marked. */

import { css } from "lit";
import { chosenRowStyle } from "./chosen-row-style.ts";

export const labelsPanelStyle = css`
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
  .row:hover,
  .pick:hover {
    background: var(--sunken);
  }
  ${chosenRowStyle}
  .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .count {
    color: var(--muted);
    font-weight: 500;
  }
  .drawn {
    padding-block-start: 0.8rem;
    border-block-start: 1px solid var(--line);
  }
  li[data-selected] {
    border-radius: 0.45rem;
    background: var(--accent-soft);
  }
  .pick .text {
    min-inline-size: 4.5rem;
  }
  .pick {
    display: flex;
    flex-wrap: wrap;
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
  .empty {
    color: var(--muted);
    font-size: 0.82rem;
    font-variant-numeric: tabular-nums;
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
`;

/** Labels and the list of what was drawn, beside the stage. */

import { css } from "../shared.ts";

export const panelStyle = css`
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
  .where,
  .empty {
    margin: 0;
  }
  @media (max-width: 45rem) {
    .panel {
      border-inline-start: 0;
      border-block-start: 1px solid var(--line);
    }
  }
`;

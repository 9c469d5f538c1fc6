/** A row with a radio button or checkbox: chosen, in focus. */

import { css } from "lit";

export const chosenRowStyle = css`
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
`;

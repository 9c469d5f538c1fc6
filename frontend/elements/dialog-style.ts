/** Dialogs of the elements. */

import { css } from "lit";

export const dialogStyle = css`
  dialog {
    max-inline-size: min(44rem, 92vw);
    padding: 1.5rem 1.75rem;
    border: 1px solid var(--line);
    border-radius: 0.9rem;
    background: var(--paper);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
`;

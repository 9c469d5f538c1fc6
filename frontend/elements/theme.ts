/** The look of the elements. `light-dark()` follows the page: light unless its template allows dark. */

import { css } from "lit";

export const theme = css`
  :host {
    --ink: light-dark(#17211c, #e8eeea);
    --muted: light-dark(#53625a, #a3b3aa);
    --paper: light-dark(#ffffff, #171e1a);
    --sunken: light-dark(#f3f5f2, #101512);
    --line: light-dark(#d7ded9, #2f3b35);
    --edge: light-dark(#8a978f, #6b7b72);
    --accent: light-dark(#0a6b4b, #5fd3a5);
    --accent-strong: light-dark(#07543b, #86e2bd);
    --accent-soft: light-dark(#e4f2ec, #1c3229);
    --on-accent: light-dark(#ffffff, #08231a);
    --alarm: light-dark(#a1260d, #ff9d85);
    --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
    color: var(--ink);
    font: 1rem/1.5 var(--font);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 3px solid light-dark(#1d5fd1, #8fb8ff);
    outline-offset: 2px;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 1.6rem;
    block-size: 1.6rem;
    padding-inline: 0.35rem;
    border: 1px solid var(--line);
    border-block-end-width: 2px;
    border-radius: 0.35rem;
    background: var(--sunken);
    color: var(--muted);
    font: 600 0.8rem/1 var(--font);
  }
`;

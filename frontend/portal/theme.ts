/** What every view of the portal shares; the colours are in portal.css. */

import { css, svg } from "lit";

export const theme = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  h1 {
    font-size: 1.6rem;
    font-weight: 700;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 2.5rem;
    padding: 0.4rem 1rem;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: var(--paper);
    color: var(--ink);
    font: 600 0.95rem/1.2 var(--font);
    text-decoration: none;
    cursor: pointer;
  }
  button:hover:enabled,
  .button:hover {
    border-color: var(--edge);
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover:enabled,
  a.primary:hover {
    border-color: var(--accent-strong);
    background: var(--accent-strong);
  }
  .danger {
    border-color: var(--alarm);
    color: var(--alarm);
  }
  .quiet {
    border-color: transparent;
    background: none;
  }
  .muted {
    color: var(--muted);
  }
  .problem {
    padding: 0.7rem 0.9rem;
    border-radius: 0.5rem;
    background: var(--alarm-soft);
    color: var(--alarm);
    font-weight: 600;
  }
  input,
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--paper);
    color: var(--ink);
    font: 1rem/1.4 var(--font);
  }
  input[type="radio"] {
    flex: none;
    inline-size: 1.5rem;
    min-block-size: 1.5rem;
    block-size: 1.5rem;
    margin: 0;
    accent-color: var(--accent);
  }
  dialog {
    max-inline-size: min(32rem, 92vw);
    padding: 1.5rem;
    border: 1px solid var(--line);
    border-radius: 0.9rem;
    background: var(--paper);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  progress {
    inline-size: 100%;
    block-size: 0.5rem;
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    background: var(--line);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    border-radius: 1rem;
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  kbd {
    direction: ltr;
    padding: 0.1rem 0.4rem;
    border: 1px solid var(--line);
    border-radius: 0.3rem;
    color: var(--muted);
    font: 600 0.75rem/1.2 var(--font);
  }
  .spread {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

export const mark = svg`<svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
  <path d="M16 3 30 28H2Z" fill="var(--accent)" /><circle cx="16" cy="20" r="3.6" fill="var(--paper)" />
</svg>`;

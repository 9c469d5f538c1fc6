import { css } from "./shared.ts";

export const operatorStyle = css`
  main {
    display: grid;
    gap: 1.25rem;
    max-inline-size: 76rem;
    margin-inline: auto;
    padding: 2rem 1.5rem;
  }
  .scroll {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 0.9rem;
    background: var(--paper);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.8rem 1rem;
    border-block-start: 1px solid var(--line);
    text-align: start;
    vertical-align: middle;
  }
  thead th {
    border: 0;
    color: var(--muted);
    font-size: 0.85rem;
    font-weight: 600;
  }
  tbody th {
    font-weight: 600;
  }
  .name,
  .hosts,
  .failure {
    display: block;
    overflow-wrap: anywhere;
  }
  .failure {
    max-inline-size: 24rem;
    margin-block-start: 0.3rem;
    color: var(--alarm);
  }
  .hosts {
    color: var(--amber);
  }
  .small {
    font-size: 0.9rem;
    font-weight: 400;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  .progress {
    min-inline-size: 11rem;
  }
  .status {
    display: inline-block;
    padding: 0.15rem 0.65rem;
    border-radius: 1rem;
    background: var(--ground);
    color: var(--muted);
    font-size: 0.9rem;
    font-weight: 600;
    white-space: nowrap;
  }
  .InProgress,
  .Initializing {
    background: var(--amber-soft);
    color: var(--amber);
  }
  .Completed {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .Failed {
    background: var(--alarm-soft);
    color: var(--alarm);
  }
  .details td {
    background: var(--ground);
  }
  ul {
    display: grid;
    gap: 0.35rem;
    max-block-size: 22rem;
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  li {
    display: flex;
    gap: 1rem;
  }
  li b {
    min-inline-size: 4rem;
  }
  .empty {
    padding: 4rem 1rem;
    text-align: center;
  }
  dialog {
    display: none;
    gap: 1rem;
  }
  dialog[open] {
    display: grid;
  }
  dialog.report {
    inline-size: min(70rem, 94vw);
    max-inline-size: none;
    block-size: 90vh;
    grid-template-rows: 1fr auto;
  }
  dialog.report iframe {
    inline-size: 100%;
    block-size: 100%;
    border: 0;
    background: #fff;
  }
`;

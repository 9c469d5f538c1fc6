import { css } from "lit";

export const seatStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100dvh;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1.25rem;
    padding: 0.6rem 1rem;
    border-block-end: 1px solid var(--line);
    background: var(--paper);
  }
  .job {
    flex: 1 1 16rem;
    min-inline-size: 0;
  }
  h1 {
    overflow: hidden;
    font-size: 1.1rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .count {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    font-size: 0.9rem;
  }
  .back::before {
    content: "←";
  }
  .back:dir(rtl)::before {
    content: "→";
  }
  .count progress {
    flex: 0 1000 8rem;
    min-inline-size: 2.5rem;
  }
  .count span {
    white-space: nowrap;
  }
  .mine {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .time {
    min-inline-size: 6.5rem;
    padding: 0.3rem 0.8rem;
    border-radius: 2rem;
    background: var(--ground);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    text-align: center;
  }
  .short {
    background: var(--amber-soft);
    color: var(--amber);
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .left {
    min-inline-size: 2.2rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .stage {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden;
    background: var(--paper);
  }
  .task {
    position: absolute;
    inset: 0;
    z-index: 1;
    inline-size: 100%;
    block-size: 100%;
    border: 0;
    /* Opaque, so that the task behind never shines through. */
    background: var(--paper);
  }
  .task.front {
    z-index: 2;
  }
  .task:focus-visible {
    outline: none;
  }
  .cover {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 0.75rem;
    padding: 1.5rem;
    background: var(--paper);
    text-align: center;
  }
  .spinner {
    inline-size: 2rem;
    block-size: 2rem;
    border: 3px solid var(--line);
    border-block-start-color: var(--accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
    }
  }
  .notice {
    position: fixed;
    inset-block-end: 5.5rem;
    inset-inline: 1rem;
    z-index: 5;
    inline-size: fit-content;
    max-inline-size: min(40rem, 100% - 2rem);
    margin-inline: auto;
    padding: 0.75rem 1.1rem;
    border-radius: 0.6rem;
    background: var(--ink);
    color: var(--ground);
    font-weight: 600;
    box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 0.25);
  }
  @media (max-width: 45rem) {
    header {
      gap: 0.4rem 0.5rem;
      padding: 0.5rem 0.75rem;
    }
    header .word,
    nav kbd,
    .unit,
    .all,
    .count progress {
      display: none;
    }
    nav {
      flex: 1 1 100%;
      gap: 0.35rem;
    }
    nav button:not(.gear) {
      flex: 1 1 auto;
      min-inline-size: 2.5rem;
      overflow: hidden;
    }
    button,
    .button {
      padding-inline: 0.6rem;
    }
    .job {
      flex: 1 1 0;
    }
    .time {
      min-inline-size: 4rem;
    }
  }
`;
